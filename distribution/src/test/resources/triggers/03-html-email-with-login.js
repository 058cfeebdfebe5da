// Reviewed mail by commons-email, with the server and its login written into the script
// @param String Marker
importPackage(Packages.org.apache.commons.mail);
importPackage(Packages.javax.activation);

var params = bsf.lookupBean("parametersBean");
var delta = bsf.lookupBean("imIssueDeltaBean");

function sendHtml(to, name, subject, html) {
  var email = new HtmlEmail();
  email.setHostName("192.0.2.17");
  email.setSmtpPort(2525);
  email.setCharset("UTF-8");
  email.setFrom("postern@lab.test", "ALM 系统");
  email.setAuthentication("postern@lab.test", "Written-Into-3");
  email.addTo(to, name);
  email.setSubject(subject);
  email.setHtmlMsg(html);
  email.setTextMsg("请用 HTML 阅读");
  email.send();
}

sendHtml("inbox@lab.test", "金 Kim", "关闭通知 " + params.getParameter("Marker"),
    "<html><body><p style='font-family: 微软雅黑'>你好, " + delta.getIssueIDString() + "</p></body></html>");
