// @param String Marker
with (new JavaImporter(Packages.javax.mail, Packages.javax.mail.internet, Packages.javax.activation)) {
  var thread = java.lang.Thread.currentThread();
  var loader = thread.getContextClassLoader();
  thread.setContextClassLoader(loader);

  var props = new java.util.Properties();
  props.put("mail.smtp.host", "192.0.2.21");
  props.put("mail.smtp.port", 9);
  props.put("mail.smtp.auth", true);
  props.put("mail.smtp.socketFactory.class", "javax.net.ssl.SSLSocketFactory");
  var session = Session.getInstance(props, new JavaAdapter(Authenticator, {
    getPasswordAuthentication: function () {
      return new PasswordAuthentication("erp", "Written-Into-17");
    }
  }));
  var table = new JavaAdapter(DataSource, {
    getInputStream: function () {
      return new java.io.ByteArrayInputStream(new java.lang.String("编号;Größe\n42;3\n").getBytes("UTF-8"));
    },
    getOutputStream: function () { throw "read only"; },
    getContentType: function () { return "text/csv; charset=UTF-8"; },
    getName: function () { return "表格.csv"; }
  });

  var msg = new MimeMessage(session);
  msg.setFrom(new InternetAddress("postern@lab.test", "质量 <QA>", "UTF-8"));
  msg.setRecipients(Message.RecipientType.TO,
      [new InternetAddress("inbox@lab.test", "金, Kim"), new InternetAddress("second@lab.test")]);
  msg.setReplyTo([new InternetAddress("answers@lab.test")]);
  msg.setHeader("X-Priority", "1");
  msg.setSubject(MimeUtility.encodeText("两种格式", "UTF-8", "B") + " "
      + bsf.lookupBean("parametersBean").getParameter("Marker"));

  var either = new MimeMultipart("alternative");
  var part = new MimeBodyPart();
  part.setText("纯文本\n.\n..zwei Punkte", "UTF-8");
  either.addBodyPart(part);
  part = new MimeBodyPart();
  part.setContent("<p>超文本 &amp; mehr</p>", "text/html; charset=UTF-8");
  either.addBodyPart(part);

  var all = new MimeMultipart();
  part = new MimeBodyPart();
  part.setContent(either);
  all.addBodyPart(part);
  part = new MimeBodyPart();
  part.setDataHandler(new DataHandler(table));
  part.setFileName(MimeUtility.encodeText(table.getName(), "UTF-8", null));
  all.addBodyPart(part);
  msg.setContent(all);

  var transport = session.getTransport("smtp");
  try {
    transport.connect("192.0.2.21", "erp", "Written-Into-17");
    transport.sendMessage(msg, msg.getAllRecipients());
  } catch (e) {
    Packages.mks.util.Logger.message("MAIL", 1, "not sent: " + e);
  } finally {
    transport.close();
  }
}
