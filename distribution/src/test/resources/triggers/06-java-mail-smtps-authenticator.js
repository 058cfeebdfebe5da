// @param String Marker
importClass(Packages.javax.mail.Session);
importClass(Packages.javax.mail.Message);
importClass(Packages.javax.mail.Authenticator);
importClass(Packages.javax.mail.PasswordAuthentication);
importClass(Packages.javax.mail.internet.MimeMessage);
importClass(Packages.javax.mail.internet.InternetAddress);

var login = new JavaAdapter(Authenticator, {
  getPasswordAuthentication: function () {
    return new PasswordAuthentication("postern@lab.test", "Written-Into-6");
  }
});
var props = java.lang.System.getProperties();
props.setProperty("mail.smtps.host", "192.0.2.19");
props.setProperty("mail.smtps.auth", "true");
var session = Session.getInstance(props, login);
session.setDebug(false);
var m = new MimeMessage(session);
m.setFrom(new InternetAddress("postern@lab.test"));
m.addRecipients(Message.RecipientType.TO, [new InternetAddress("inbox@lab.test", "Kim")]);
m.setSubject("SMTPS " + bsf.lookupBean("parametersBean").getParameter("Marker"));
m.setText("über smtps");
var t = session.getTransport("smtps");
t.connect();
try {
  t.sendMessage(m, m.getRecipients(Message.RecipientType.TO));
} finally {
  t.close();
}
