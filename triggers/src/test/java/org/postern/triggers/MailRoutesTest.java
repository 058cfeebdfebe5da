package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.message.OutboundMessage;
import org.postern.core.smtp.MailAddress;
import org.postern.triggers.run.LogLine;

/** Whichever way a script sends, its mail leaves by the run. */
class MailRoutesTest {

  private static final String PASSWORD = "S3cret-in-the-script";

  @TempDir Path folder;

  private TriggerResult result(Runs runs, String... lines) {
    TriggerResult result = runs.runner().build().run(runs.script(lines));
    assertThat(result.fault()).as("%s", result.fault()).isEmpty();
    assertThat(result.log()).extracting(LogLine::text).noneMatch(line -> line.contains(PASSWORD));
    return result;
  }

  private static MimeMessage parsed(OutboundMessage message) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.body().writeTo(out);
    return new MimeMessage(
        Session.getInstance(new Properties()), new ByteArrayInputStream(out.toByteArray()));
  }

  private static final String MESSAGE =
      "var props = new java.util.Properties();"
          + "props.put('mail.smtp.host', '192.0.2.1'); props.put('mail.smtp.port', 2599);"
          + "props.put('mail.smtp.auth', 'true');"
          + "var session = Session.getInstance(props);"
          + "var m = new MimeMessage(session);"
          + "m.setFrom(new InternetAddress('rvs@example.com', '\u7cfb\u7edf', 'UTF-8'));"
          + "m.setRecipient(Message.RecipientType.TO, new InternetAddress('kim@example.org'));"
          + "m.addRecipient(Message.RecipientType.BCC, new InternetAddress('hid@example.org'));"
          + "m.setSubject('\u6d4b\u8bd5 Gr\u00fc\u00dfe', 'UTF-8');"
          + "m.setText('Hello \u4e16\u754c', 'UTF-8');";

  private static final String IMPORTS =
      "importPackage(Packages.javax.mail); importPackage(Packages.javax.mail.internet);"
          + "importPackage(Packages.javax.activation);"
          + "importPackage(Packages.org.apache.commons.mail);";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transport.send(m);",
        "Transport.send(m, m.getAllRecipients());",
        "Transport.send(m, 'erp', '" + PASSWORD + "');",
        "Transport.send(m, m.getAllRecipients(), 'erp', '" + PASSWORD + "');",
        "var t = session.getTransport('smtp'); t.connect('192.0.2.1', 25, 'erp', '"
            + PASSWORD
            + "'); t.sendMessage(m, m.getAllRecipients()); t.close();",
        "var t = session.getTransport('smtps'); t.connect('192.0.2.1', 'erp', '"
            + PASSWORD
            + "'); m.saveChanges(); t.sendMessage(m, m.getAllRecipients());",
        "var t = session.getTransport(); t.connect(); t.sendMessage(m, m.getAllRecipients());",
        "var t = session.getTransport(); t.connect('erp', '"
            + PASSWORD
            + "'); t.sendMessage(m, m.getAllRecipients());",
        "var t = session.getTransport(new URLName('smtp', '192.0.2.1', 25, null, 'erp', '"
            + PASSWORD
            + "')); t.connect(); t.sendMessage(m, m.getAllRecipients());",
        "var t = session.getTransport(new InternetAddress('kim@example.org')); t.connect();"
            + "t.sendMessage(m, m.getAllRecipients());",
      })
  void theJavaMailApiLeavesByTheRun(String sending) throws Exception {
    Runs runs = new Runs(folder);
    TriggerResult result = result(runs, IMPORTS, MESSAGE, sending);
    assertThat(runs.outbox).hasSize(1);
    OutboundMessage mail = runs.outbox.get(0);
    assertThat(mail.envelope().sender()).contains(MailAddress.parse("rvs@example.com"));
    assertThat(mail.envelope().recipients())
        .extracting(MailAddress::toString)
        .containsExactly("kim@example.org", "hid@example.org");
    MimeMessage arrived = parsed(mail);
    assertThat(arrived.getSubject()).isEqualTo("\u6d4b\u8bd5 Gr\u00fc\u00dfe");
    assertThat(arrived.getContent().toString().strip()).isEqualTo("Hello \u4e16\u754c");
    assertThat(arrived.getHeader("Bcc")).isNull();
    assertThat(result.log())
        .extracting(LogLine::text)
        .anyMatch(line -> line.startsWith("host 192.0.2.1, port 2599 of the script: not used"));
  }

  @Test
  void htmlEmailWithHardCodedLoginLeavesByTheRun() throws Exception {
    Runs runs = new Runs(folder);
    TriggerResult result =
        result(
            runs,
            IMPORTS,
            "var email = new HtmlEmail();",
            "email.setHostName('192.0.2.1'); email.setSmtpPort(465); email.setSSL(true);",
            "email.setCharset('UTF-8');",
            "email.setFrom('rvs@example.com', 'ALM \u901a\u77e5');",
            "email.setAuthentication('rvs', '" + PASSWORD + "');",
            "email.addTo('kim@example.org', 'Kim'); email.addCc('lee@example.org');",
            "email.setSubject('\u5df2\u5173\u95ed'); email.setHtmlMsg('<p>\u4f60\u597d</p>');",
            "email.setTextMsg('\u4f60\u597d');",
            "print(email.send().indexOf('<') == 0);");
    assertThat(Runs.printed(result)).isEqualTo("true");
    MimeMessage arrived = parsed(runs.outbox.get(0));
    assertThat(arrived.getSubject()).isEqualTo("\u5df2\u5173\u95ed");
    assertThat(text(arrived, "text/html")).isEqualTo("<p>\u4f60\u597d</p>");
    assertThat(text(arrived, "text/plain")).isEqualTo("\u4f60\u597d");
    assertThat(result.log())
        .extracting(LogLine::text)
        .anyMatch(
            line ->
                line.startsWith(
                    "host 192.0.2.1, port 465, user and password of the script: not used"));
  }

  @Test
  void attachmentsAndInlineImagesComeFromTheScriptsFolder() throws Exception {
    byte[] image = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, -1};
    Files.write(folder.resolve("logo.png"), image);
    Files.writeString(folder.resolve("report.csv"), "a;b\r\n1;2\r\n");
    Runs runs = new Runs(folder);
    result(
        runs,
        IMPORTS,
        "var e = new HtmlEmail(); e.setFrom('rvs@example.com'); e.addTo('kim@example.org');",
        "e.setSubject('s'); var cid = e.embed(new java.io.File('logo.png'), 'logo');",
        "e.setHtmlMsg('<img src=\"cid:' + cid + '\">');",
        "var a = new EmailAttachment(); a.setPath('report.csv'); a.setName('Bericht \u00fc.csv');",
        "a.setDisposition(EmailAttachment.ATTACHMENT); e.attach(a); e.send();",
        "var mp = new MimeMultipart(); var b = new MimeBodyPart(); b.setText('t'); mp.addBodyPart(b);",
        "var f = new MimeBodyPart(); f.setDataHandler(new DataHandler(new FileDataSource('report.csv')));",
        "f.setFileName('r.csv'); mp.addBodyPart(f);",
        "var g = new MimeBodyPart(); g.attachFile('logo.png'); g.setContentID('<l>'); mp.addBodyPart(g);",
        "var m = new MimeMessage(Session.getDefaultInstance(java.lang.System.getProperties(), null));",
        "m.setFrom(new InternetAddress('rvs@example.com'));",
        "var to = java.lang.reflect.Array.newInstance(InternetAddress, 1);",
        "to[0] = new InternetAddress('kim@example.org');",
        "m.setRecipients(Message.RecipientType.TO, to);",
        "m.setRecipients(Message.RecipientType.CC, [new InternetAddress('a@example.org')]);",
        "m.setContent(mp); Transport.send(m);");
    assertThat(runs.outbox).hasSize(2);
    assertThat(parts(parsed(runs.outbox.get(0))))
        .contains("Bericht \u00fc.csv=a;b\r\n1;2\r\n", "logo.png=" + new String(image, "latin1"));
    assertThat(parts(parsed(runs.outbox.get(1))))
        .contains("r.csv=a;b\r\n1;2\r\n", "logo.png=" + new String(image, "latin1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new MultiPartEmail().attach(new java.io.File('/etc/passwd'));",
        "var a = new EmailAttachment(); a.setPath('/etc/passwd'); new HtmlEmail().attach(a);",
        "new HtmlEmail().embed(new java.io.File('/etc/passwd'));",
        "new HtmlEmail().embed('file:///etc/passwd', 'x');",
        "new HtmlEmail().embed('http://127.0.0.1:1/x.png', 'x');",
        "new MimeBodyPart().attachFile('/etc/passwd');",
        "new FileDataSource('../../../../../../etc/passwd');",
        "new java.io.FileReader('/etc/passwd');",
        "new java.io.FileInputStream(new java.io.File('/etc/passwd'));",
        "new MultiPartEmail().attach(new java.io.File('/etc/passwd').toURI().toURL(), 'x', 'y');",
        "new DataHandler(new java.io.File('/etc/passwd').toURI().toURL());",
        "new java.io.File('logo.png').delete();",
        "new java.io.File('logo.png').getParentFile().delete();",
        "new MimeBodyPart().saveFile('x');",
      })
  void filesOutsideOfTheFolderAndTheNetworkAreRefused(String reaching) {
    Runs runs = new Runs(folder);
    TriggerResult result = runs.runner().build().run(runs.script(IMPORTS, reaching));
    assertThat(result.fault()).isPresent();
    assertThat(result.fault().get().toString())
        .startsWith("script.js:2: ")
        .containsAnyOf(
            "lies outside of", "is not fetched", "scripts do not", "no class", "is not there");
  }

  @Test
  void sendmailTakesOneOrManyRecipientsAndSaysWhetherItWentWell() throws Exception {
    Runs runs = new Runs(folder);
    TriggerResult result =
        result(
            runs,
            "var eb = bsf.lookupBean('siEnvironmentBean');",
            "print(eb.sendmail('rvs@example.com', 'a@example.org', 'S \u00fc', 'T \u4e16'));",
            "print(eb.sendMail('rvs@example.com', 'a@example.org, b@example.org;c@example.org', 's', 't'));",
            "print(eb.sendmail('rvs@example.com', ['a@example.org', 'b@example.org'], 's', 't'));",
            "var l = new java.util.ArrayList(); l.add('a@example.org');",
            "print(eb.sendmail('', l, 's', null));",
            "print(eb.sendmail('rvs@example.com', 'no address', 's', 't'));");
    assertThat(Runs.printed(result)).isEqualTo("true\ntrue\ntrue\ntrue\nfalse");
    assertThat(runs.outbox)
        .extracting(mail -> mail.envelope().recipients().size())
        .containsExactly(1, 3, 2, 1);
    assertThat(parsed(runs.outbox.get(0)).getSubject()).isEqualTo("S \u00fc");
  }

  @Test
  void anAuthenticatorMadeByJavaAdapterIsNeverAsked() {
    Runs runs = new Runs(folder);
    TriggerResult result =
        result(
            runs,
            IMPORTS,
            "var auth = new JavaAdapter(Authenticator, {",
            "  getPasswordAuthentication: function() { print('asked');",
            "    return new PasswordAuthentication('u', '" + PASSWORD + "'); } });",
            "var s = Session.getInstance(new java.util.Properties(), auth);",
            "var m = new MimeMessage(s); m.setFrom(new InternetAddress('rvs@example.com'));",
            "m.addRecipient(Message.RecipientType.TO, new InternetAddress('k@example.org'));",
            "m.setText('x'); Transport.send(m);");
    assertThat(runs.outbox).hasSize(1);
    assertThat(Runs.printed(result)).isEmpty();
  }

  @Test
  void whatScriptsOnceDidForTlsAndContentHandlersHasNoEffect() {
    Runs runs = new Runs(folder);
    result(
        runs,
        IMPORTS,
        "java.security.Security.addProvider(new Packages.com.sun.net.ssl.internal.ssl.Provider());",
        "var mc = CommandMap.getDefaultCommandMap();",
        "mc.addMailcap('text/plain;; x-java-content-handler=com.sun.mail.handlers.text_plain');",
        "CommandMap.setDefaultCommandMap(mc);",
        "java.lang.System.setProperty('mail.smtp.host', 'x');",
        "java.lang.System.out.println('printed');");
    assertThat(java.lang.System.getProperty("mail.smtp.host")).isNull();
  }

  /** The character set of the JVM's platform is not asked: it may be ASCII. */
  @Test
  void textsWithoutACharacterSetAreWrittenInUtf8() throws Exception {
    Runs runs = new Runs(folder);
    String text = "\u4e16\u754c \u00fc \ud83d\ude00";
    result(
        runs,
        IMPORTS,
        "var t = '" + text + "';",
        "var m = new MimeMessage(Session.getInstance(new java.util.Properties()));",
        "m.setFrom(new InternetAddress('rvs@example.com', t));",
        "m.setRecipients(MimeMessage.RecipientType.TO, InternetAddress.parse('k@example.org'));",
        "m.setSubject(t); m.setText(t); Transport.send(m);",
        "var h = new MimeMessage(m); h.setContent(t, 'text/html'); Transport.send(h);",
        "var b = new MimeBodyPart(); b.setContent(t, 'text/html'); var p = new MimeMultipart(); p.addBodyPart(b);",
        "var x = new MimeMessage(m); x.setContent(p); Transport.send(x);",
        "var e = new HtmlEmail(); e.setFrom('rvs@example.com', t); e.addTo('k@example.org', t);",
        "e.setSubject(t); e.setHtmlMsg(t); e.setTextMsg(t); e.send();",
        "var s = new SimpleEmail(); s.setFrom('rvs@example.com', t); s.addTo('k@example.org');",
        "s.setSubject(t); s.setMsg(t); s.send();");
    assertThat(runs.outbox).hasSize(5);
    for (OutboundMessage mail : runs.outbox) {
      MimeMessage arrived = parsed(mail);
      assertThat(arrived.getSubject()).isEqualTo(text);
      assertThat(((jakarta.mail.internet.InternetAddress) arrived.getFrom()[0]).getPersonal())
          .isEqualTo(text);
      assertThat(text(arrived, "text/*").strip()).isEqualTo(text);
    }
  }

  private static String text(Part part, String type) throws Exception {
    if (part.isMimeType("multipart/*")) {
      Multipart all = (Multipart) part.getContent();
      for (int i = 0; i < all.getCount(); i++) {
        String found = text(all.getBodyPart(i), type);
        if (!found.isEmpty()) {
          return found;
        }
      }
      return "";
    }
    return part.isMimeType(type) ? part.getContent().toString() : "";
  }

  private static java.util.List<String> parts(Part part) throws Exception {
    if (part.isMimeType("multipart/*")) {
      java.util.List<String> found = new java.util.ArrayList<>();
      Multipart all = (Multipart) part.getContent();
      for (int i = 0; i < all.getCount(); i++) {
        found.addAll(parts(all.getBodyPart(i)));
      }
      return found;
    }
    String name = part.getFileName() == null ? "" : part.getFileName();
    return java.util.List.of(
        jakarta.mail.internet.MimeUtility.decodeText(name)
            + "="
            + new String(part.getInputStream().readAllBytes(), "latin1"));
  }
}
