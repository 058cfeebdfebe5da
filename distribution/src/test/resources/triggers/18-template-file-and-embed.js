// @param String Marker
importPackage(java.io);
importPackage(Packages.org.apache.commons.mail);

var eb = bsf.lookupBean("siEnvironmentBean");
var delta = bsf.lookupBean("imIssueDeltaBean");
var dir = eb.getScriptDirectory() + File.separator;

function readTemplate(name) {
  var reader = new BufferedReader(new InputStreamReader(new FileInputStream(dir + name), "UTF-8"));
  var text = new java.lang.StringBuffer();
  var line;
  while ((line = reader.readLine()) != null) {
    text.append(line).append("\n");
  }
  reader.close();
  return text.toString();
}

function mail() {
  var email = new HtmlEmail();
  email.setHostName("192.0.2.22");
  email.setSSLOnConnect(true);
  email.setSslSmtpPort("465");
  email.setAuthentication("postern@lab.test", "Written-Into-18");
  email.setCharset("utf-8");
  email.setFrom("postern@lab.test", "Prüfstand");
  email.addTo("inbox@lab.test");
  email.addCc("second@lab.test");
  email.addHeader("X-Mailer", "triggers");
  email.setSubject("Vorlage " + bsf.lookupBean("parametersBean").getParameter("Marker"));
  email.embed(new File(dir + "logo.png"), "logo18");
  email.attach(new File("report.pdf"));
  var html = readTemplate("18-template.html");
  html = html.replace("<%ID%>", delta.getIssueIDString()).replace("<%State%>", delta.getNewState());
  email.setHtmlMsg(html);
  return email;
}

try {
  eb.print("sent as " + mail().send());
} catch (e) {
  eb.print("mail failed: " + e, 0);
}
