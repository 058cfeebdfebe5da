// <b>缺陷关闭通知</b>
// <p>
// 缺陷关闭后发送邮件通知相关人员
// @param String Mail Subject
// 邮件主题
// @param MultiString Receivers
//
// @param Colour Shade

importPackage(Packages.org.apache.commons.mail);

function log(s) {
    eb.print(s, 10); // 打印日志
}

function checkAndGetParameter(parameterName) {
    var value = params.getParameter(parameterName);
    if (value == null) {
        eb.badConfiguration("请填写参数 " + parameterName);
    }
    return value;
}

var eb = bsf.lookupBean("siEnvironmentBean"); // 环境变量
var params = bsf.lookupBean("parametersBean");
var server = bsf.lookupBean("imServerBean");
var delta = bsf.lookupBean("imIssueDeltaBean");
eb.setMessageCategory("MAIL");

var subject = checkAndGetParameter("Mail Subject");
var receivers = checkAndGetParameter("Recievers"); // 拼写错误

try {
    var email = new HtmlEmail();
    email.setHostName("smtp.example.com");
    email.setSmtpPort(25);
    email.setCharset("UTF-8");
    email.setAuthentication("erp", "Geheim-1");
    email.setFrom("erp@example.com", "系统通知");
    var user = server.getUserBean(delta.getNewAssignedUser());
    email.addTo(user.getEmailAddress(), user.getFullNam());
    toList.add(user.getName());
    email.setSubject(subject + " 已关闭");
    email.setHtmlMsg("<p>状态: " + delta.getNewState() + "</p>");
    email.send();
} catch (e) {
    log("邮件发送失败: " + e);
}
