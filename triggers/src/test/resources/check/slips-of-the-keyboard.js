// @param State Final State
eb = bsf.lookupBean("siEnvironmentBean");
sb = bsf.lookupBean("imServerBean");
var DELTA = "imIssueDeltaBean";
var delta = bsf.lookupBean(DELTA);

function parameters() {
  return bsf.lookupBean("parametersBean");
}

function reviewer(issue) {
  var found = null;
  for each (var file in issue.getAttachmentBeans()) {
    found = file;
  }
  return found;
}

bsf.lookupBean("imServrBean");
eb.getHostUrl();
eb.sendmail("erp@example.com", "pat@example.com", "closed");
parameters().getParametr("Final State");
sb.getUserBean(delta.getCreatedUser())
  .getMailAddress();
for each (var one in sb.getIssueBeans(delta.getNewRelatedIssues())) {
  one.getSumary();
}
for (var i = 0, all = delta.getAttachmentBeans(); i < all.length; i++) {
  all[i].getNaem();
}
delta.newStat;
