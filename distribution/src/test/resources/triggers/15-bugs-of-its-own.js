// @param String Marker
var eb = bsf.lookupBean("siEnvironmentBean");
var delta = bsf.lookupBean("imIssueDeltaBean");

function createBody(item) {
  var to = item.getNewAssignedUser();
  toList.add(to);
  return "<html>" + title + "</html>";
}

var body = createBody(delta);
eb.sendmail("postern@lab.test", "inbox@lab.test", "never", body);
