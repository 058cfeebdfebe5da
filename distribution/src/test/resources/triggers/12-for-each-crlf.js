// CRLF line ends, as editors on Windows write them
// @param String Marker
// the marker
//
// @param MultiString Extra Receivers
var params = bsf.lookupBean("parametersBean");
var list = params.getParameter("Extra Receivers");
var users = [{m: "inbox@lab.test", n: "一"}, {m: "second@lab.test", n: "二"}];
var eb = bsf.lookupBean("siEnvironmentBean");
for each (var u in users) {
  eb.sendmail("postern@lab.test", u.m, "Each " + u.n + " " + params.getParameter("Marker"), "line 1\r\nline 2 " + u.n);
}
if (list != null) eb.print("extra " + list.size());
