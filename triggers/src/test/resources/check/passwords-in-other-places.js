var settings = { "smtp-password": "Geheim-1", host: "smtp.example.com" };
settings["userpwd"] = 'Geheim-2';
this.mailPass = ("Geheim-3");
var 密码 = "Geheim-4";
var login = "Geheim-5";
var PASSWD = "Geheim" + "-6";
var fallback = null;
fallback = settings.login || "Geheim-7";
var email = new Packages.org.apache.commons.mail.SimpleEmail();
email.setAuthentication("erp", login);
email.setAuthentication("erp", new java.lang.String("Geheim-8"));
email.setPopBeforeSmtp(true, "pop.example.com", "erp", "Geheim-9");
email.setHostName("erp:Geheim-10@smtp.example.com");
function send(transport) {
  transport.connect("smtp.example.com", "erp", fallback);
}
send(null);
settings.setKeyStorePassword("Geheim-11");
var url = "smtp://erp:Geheim-12@smtp.example.com:25";
var command = "im issues --user=erp --password=Geheim-13";
