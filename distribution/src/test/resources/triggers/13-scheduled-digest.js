// A scheduled trigger: one mail for each reviewer, with all items
// @param String Marker
var eb = bsf.lookupBean("siEnvironmentBean");
var sb = bsf.lookupBean("imServerBean");
var stb = bsf.lookupBean("imScheduleTriggerArgumentsBean");
var marker = bsf.lookupBean("parametersBean").getStringParameter("Marker", "none");
var ids = stb.getIssues();
eb.setMessageCategory("DIGEST");
if (!ids || ids.length == 0) {
  eb.exit("nothing to do");
}
var rows = "";
for (var i = 0; i < ids.length; i++) {
  var issue = sb.getIssueBean(ids[i]);
  rows += issue.getIssueIDString() + ": " + issue.getSummary() + "\n";
}
var users = sb.getDynamicGroupBean("Reviewers").getUsers("/Bridge/Deck");
for (var u = 0; u < users.length; u++) {
  var user = sb.getUserBean(users[u]);
  eb.sendmail("postern@lab.test", user.getEmailAddress(), "Digest " + marker,
      user.getFullName() + "\n" + rows);
}
