/**
 * Reminder for overdue items
 *
 * @param String Marker
 * @param String Mail Subject
 * What the subject begins with.
 *
 * @param MultiString Further Receivers
 * Addresses, one a line.
 */
var env = bsf.lookupBean("siEnvironmentBean");
var delta = bsf.lookupBean("imIssueDeltaBean");
var params = bsf.lookupBean("parametersBean");

String.prototype.trim = function () { return this.replace(/^\s+|\s+$/g, ""); };
var square = function (n) n * n;

const LIMIT = 3;
var lines = [];
var receivers = new java.util.LinkedHashSet();
for (var one in Iterator(params.getParameter("Further Receivers"))) {
  receivers.add(("" + one).trim());
}
for each (var login in delta.getNewFieldValue("Approvers").toArray()) {
  receivers.add(bsf.lookupBean("imServerBean").getUserBean(login).getEmailAddress());
}
switch ("" + delta.getNewState()) {
  case "Closed": lines.push("closed"); break;
  default: lines.push("other");
}
lines = lines.concat(Array.map(["a", "b"], function (s) { return s.toUpperCase(); }));
lines.push(Array.slice([1, 2, LIMIT, 4], 1, LIMIT).join("+") + "=" + square(LIMIT));
var [first, second] = ["erste", "zweite"];
lines.push(first + "/" + second + "/" + delta.getID());
var date = new java.text.SimpleDateFormat("yyyy-MM-dd").format(new java.util.Date(0));
lines.push(date.substring(0, 2) + date.length());
lines.push(typeof hosts == "undefined" ? "no hosts" : hosts);

if (!env.sendmail("postern@lab.test", receivers.toArray(),
    params.getStringParameter("Mail Subject") + " " + params.getParameter("Marker"), lines.join("\n"))) {
  env.abortScript("mail not accepted", false);
}
