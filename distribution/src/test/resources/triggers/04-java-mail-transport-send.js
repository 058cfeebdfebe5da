// @param String Marker
var eb = bsf.lookupBean("siEnvironmentBean");
var hostPort = eb.getMailHostnameAndPort();
var host = hostPort[0];
var smtpPort = hostPort[1];
if (host == null || host.length() == 0) {
  eb.abortScript("host is null!", true);
}
if (smtpPort == null || smtpPort.length() == 0) {
  smtpPort = "25";
}
var props = new java.util.Properties();
props.put("mail.smtp.host", host);
props.put("mail.smtp.port", smtpPort);
var session = Packages.javax.mail.Session.getDefaultInstance(props, null);
var message = new Packages.javax.mail.internet.MimeMessage(session);
message.setFrom(new Packages.javax.mail.internet.InternetAddress("postern@lab.test"));
message.addRecipient(Packages.javax.mail.Message.RecipientType.TO,
    new Packages.javax.mail.internet.InternetAddress("inbox@lab.test"));
message.setSubject("Plain " + bsf.lookupBean("parametersBean").getParameter("Marker"));
message.setText("First line\r\n.\r\nlast line");
Packages.javax.mail.Transport.send(message);
