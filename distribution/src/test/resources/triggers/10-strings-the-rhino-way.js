// Strings of Java and of JavaScript, mixed as people mix them
// @param String Marker
var eb = bsf.lookupBean("siEnvironmentBean");
var delta = bsf.lookupBean("imIssueDeltaBean");
String.prototype.trim = function () { return this.replace(/^\s+|\s+$/g, ""); };
var url = eb.getHostURL();
var parts = [];
if (delta.getNewState() == "Closed" && delta.getNewState().equals("Closed")) parts.push("state");
if (delta.getNewState() != delta.getOldState()) parts.push("changed");
if (delta.getProject().indexOf("/Bridge") === 0) parts.push("project");
var name = new java.lang.String(delta.getNewFieldValue("Approvers"));
if (name.indexOf("[") == 0) name = name.substring(1, name.length() - 1);
var names = name.split(",");
for (var i = 0; i < names.length; i++) parts.push(("" + names[i]).trim());
parts.push(url.substring(0, 4) + url.length());
if (typeof delta.getNewSummary() == "object") parts.push("java");
eb.sendmail("postern@lab.test", "inbox@lab.test",
    "Strings " + bsf.lookupBean("parametersBean").getParameter("Marker"), parts.join("|"));
