// <b>Tell one person, by the server's own mail</b>
// @param String Marker
// What the subject ends with.
var eb = bsf.lookupBean("siEnvironmentBean");
var params = bsf.lookupBean("parametersBean");
var delta = bsf.lookupBean("imIssueDeltaBean");
var server = bsf.lookupBean("imServerBean");

function main() {
  var user = server.getUserBean(delta.getNewAssignedUser());
  var to = user.getEmailAddress();
  if (to == null || to.length() == 0) {
    eb.exit("nobody to tell");
  }
  eb.sendmail("postern@lab.test", to, "Item " + delta.getID() + " 已关闭 " + params.getParameter("Marker"),
      "Dear " + user.getFullName() + ",\nthe state is " + delta.getNewState() + ".\n");
}
main();
