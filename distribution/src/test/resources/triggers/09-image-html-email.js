// @param String Marker
importPackage(Packages.org.apache.commons.mail);
var email = new ImageHtmlEmail();
email.setDataSourceResolver(
    new Packages.org.apache.commons.mail.resolver.DataSourceFileResolver(
        new java.io.File(bsf.lookupBean("siEnvironmentBean").getScriptDirectory())));
email.setHostName("192.0.2.20");
email.setFrom("postern@lab.test", "Bilder");
email.addTo("inbox@lab.test");
email.setSubject("Image " + bsf.lookupBean("parametersBean").getParameter("Marker"));
email.setHtmlMsg("<html><img src=\"logo.png\"> – fertig</html>");
email.setTextMsg("no picture here");
email.send();
