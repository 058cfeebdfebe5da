/*
 * Tells the approvers by Java Mail.
 *
 * @param Field:User Approvers
 */
var mailPackages = new JavaImporter(
    Packages.javax.mail, Packages.javax.mail.internet, Packages.javax.activation);
var eb = bsf.lookupBean("siEnvironmentBean");
var params = bsf.lookupBean("parametersBean");
var delta = bsf.lookupBean("imIssueDeltaBean");

with (mailPackages) {
  var props = new java.util.Properties();
  props["mail.smtp.host"] = "smtp.example.com";
  props.put("mail.smtp.port", "25");
  props.put("mail.smtp.password", "Geheim-1");
  var login = new JavaAdapter(Authenticator, {
    getPasswordAuthentication: function () {
      return new PasswordAuthentication("erp", "Geheim-2");
    }
  });
  var session = Session.getInstance(props, login);
  var message = new MimeMessage(session);
  for each (var approver in delta.getNewFieldValue(params.getStringParameter("Approvers", ""))) {
    message.addRecipient(Message.RecipientType.TO, new InternetAddress(approver));
  }
  var transport = session.getTransport("smtp");
  transport.connect("smtp.example.com", 25, "erp", "Geheim-3");
  transport.sendMessage(message, message.getAllRecipients());
  transport.close();
  mesage.saveChanges();
}
