// @param String Marker
importPackage(Packages.org.apache.commons.mail);
try {
  var email = new MultiPartEmail();
  email.setHostName("smtp.example.com");
  email.setAuthenticator(new DefaultAuthenticator("postern@lab.test", "Written-Into-8"));
  email.setTLS(true);
  email.setFrom("postern@lab.test");
  email.addTo("inbox@lab.test");
  email.setSubject("MultiPart " + bsf.lookupBean("parametersBean").getParameter("Marker"));
  email.setMsg("Siehe Anlage: Übersicht");
  var attachment = new EmailAttachment();
  attachment.setPath("report.pdf");
  attachment.setDisposition(EmailAttachment.ATTACHMENT);
  attachment.setDescription("the report");
  attachment.setName("Übersicht.pdf");
  email.attach(attachment);
  email.send();
} catch (e) {
  Packages.mks.util.Logger.message("NOTIFY", 0, "mail failed: " + e);
}
