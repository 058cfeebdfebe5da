// @param String Marker
importPackage(Packages.org.apache.commons.mail);
importPackage(Packages.com.dingtalk.api);
importPackage(Packages.com.dingtalk.api.request);
var eb = bsf.lookupBean("siEnvironmentBean");
function log(s) { Packages.mks.util.Logger.message(s); }
function ding(text) {
  var client = new DefaultDingTalkClient("https://oapi.example.com");
  client.execute(text);
}
try {
  ding("closed");
} catch (e) {
  log("DingTalk error: " + e);
}
try {
  new SimpleEmail().send();
} catch (e) {
  log("no sender: " + e.javaException.getClass().getName());
}
var email = new SimpleEmail();
email.setFrom("postern@lab.test");
email.addTo("inbox@lab.test");
email.setSubject("After errors " + bsf.lookupBean("parametersBean").getParameter("Marker"));
email.setMsg("still here");
email.send();
