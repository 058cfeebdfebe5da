// @param String Marker
with (new JavaImporter(Packages.javax.mail, Packages.javax.mail.internet, java.util)) {
  var props = new Properties();
  props.put("mail.smtp.auth", "true");
  props.put("mail.smtp.starttls.enable", "true");
  var session = Session.getInstance(props);
  var msg = new MimeMessage(session);
  msg.setFrom(new InternetAddress("postern@lab.test", "Größe & Co", "UTF-8"));
  msg.setRecipients(Message.RecipientType.TO, "inbox@lab.test");
  msg.setRecipients(Message.RecipientType.BCC, InternetAddress.parse("hidden@lab.test"));
  msg.setSubject("Verbunden " + bsf.lookupBean("parametersBean").getParameter("Marker"), "UTF-8");
  msg.setContent("<b>fünf &lt; sechs</b>", "text/html; charset=utf-8");
  msg.setSentDate(new Date());
  msg.saveChanges();
  var transport = session.getTransport("smtp");
  transport.connect("192.0.2.18", 587, "postern@lab.test", "Written-Into-5");
  transport.sendMessage(msg, msg.getAllRecipients());
  transport.close();
}
