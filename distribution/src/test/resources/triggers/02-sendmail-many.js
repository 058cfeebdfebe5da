// @param String Marker
var eb = bsf.lookupBean("siEnvironmentBean");
var marker = bsf.lookupBean("parametersBean").getParameter("Marker");
var to = new java.util.ArrayList();
var approvers = bsf.lookupBean("imIssueDeltaBean").getNewFieldValue("Approvers");
for (var it = approvers.iterator(); it.hasNext();) {
  to.add(bsf.lookupBean("imServerBean").getUserBean(it.next()).getEmailAddress());
}
if (!eb.sendMail("postern@lab.test", to, "To all approvers " + marker, "Please look: Größe 3 €")) {
  eb.abortScript("the mail did not leave", true);
}
