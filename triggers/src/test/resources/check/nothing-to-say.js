// @param Field Password Field
var eb = bsf.lookupBean("siEnvironmentBean");
var sb = bsf.lookupBean("imServerBean");
var params = bsf.lookupBean("parametersBean");
var passed = "yes", bypassRule = "none", compass = 'north', secretary = "kim";
var passwordField = "Password Field";
var password = params.getStringParameter(passwordField, "");
var smtpPassword = "";
var issues = sb.getIssueBeans([42, 43]);
issues.forEach(function (issue) { eb.print(issue.getSummary()); });
eb.print(issues.map(function (issue) { return issue.getID(); }).join(", ") + issues.length);
var email = new Packages.org.apache.commons.mail.SimpleEmail();
email.setAuthentication("erp", password);
with (email) {
  setSubject(passed);
  addTo("pat@example.com");
}
[first, second] = [1, 2];
this.counted = first + second;
eb.print("" + counted + password + compass + bypassRule + secretary + smtpPassword);
function state(issue) {
  if (!issue) { issue = sb.getIssueBean(42); }
  return issue.getState() || issue.whatever();
}
var mixed = sb.getUserBean("pat");
for (mixed in issues) { eb.print(mixed.substring(0, 1)); }
try { state(null); } catch (e if e instanceof TypeError) { eb.print(e); } catch (e) { eb.print("" + e); }
eb.print(typeof hosts == "undefined" ? "no hosts" : hosts);
function mail() { var made = new Packages.org.apache.commons.mail.HtmlEmail(); return made; }
if (passed == "no") { mail().send(); }
