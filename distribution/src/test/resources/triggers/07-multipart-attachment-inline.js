// @param String Marker
importPackage(Packages.javax.mail);
importPackage(Packages.javax.mail.internet);
importPackage(Packages.javax.activation);

var eb = bsf.lookupBean("siEnvironmentBean");
var session = Session.getDefaultInstance(new java.util.Properties(), null);
var message = new MimeMessage(session);
message.setFrom(new InternetAddress("postern@lab.test"));
var to = java.lang.reflect.Array.newInstance(InternetAddress, 1);
to[0] = new InternetAddress("inbox@lab.test");
message.setRecipients(Message.RecipientType.TO, to);
message.setSubject("Mit Anlage 附件 " + bsf.lookupBean("parametersBean").getParameter("Marker"), "UTF-8");

var related = new MimeMultipart("related");
var html = new MimeBodyPart();
html.setContent("<p>Bild: <img src='cid:logo@lab.test'></p>", "text/html;charset=UTF-8");
related.addBodyPart(html);
var image = new MimeBodyPart();
image.setDataHandler(new DataHandler(new FileDataSource(eb.getScriptDirectory() + "/logo.png")));
image.setHeader("Content-ID", "<logo@lab.test>");
image.setDisposition("inline");
related.addBodyPart(image);

var all = new MimeMultipart("mixed");
var first = new MimeBodyPart();
first.setContent(related);
all.addBodyPart(first);
var file = new MimeBodyPart();
file.attachFile(eb.getScriptDirectory() + "/report.pdf");
file.setFileName(MimeUtility.encodeText("Bericht 報告.pdf", "UTF-8", "B"));
all.addBodyPart(file);
message.setContent(all);
Transport.send(message, to);
