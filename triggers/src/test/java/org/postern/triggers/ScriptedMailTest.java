package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.message.OutboundMessage;
import org.postern.core.smtp.MailAddress;
import org.postern.triggers.run.LogLine;

/** What scripts do with mail classes beyond the plain ways. */
class ScriptedMailTest {

  private static final String IMPORTS =
      "importPackage(Packages.javax.mail); importPackage(Packages.javax.mail.internet);"
          + "importPackage(Packages.javax.activation);"
          + "importPackage(Packages.org.apache.commons.mail);";

  private static final String HTML =
      "var e = new HtmlEmail(); e.setFrom('rvs@example.com'); e.addTo('k@example.org');";

  @TempDir Path folder;

  private TriggerResult run(Runs runs, String... lines) {
    TriggerResult result = runs.runner().build().run(runs.script(lines));
    assertThat(result.fault()).as("%s", result.fault()).isEmpty();
    return result;
  }

  private String fault(Runs runs, String... lines) {
    return runs.runner().build().run(runs.script(lines)).fault().orElseThrow().toString();
  }

  private static String text(OutboundMessage mail) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    mail.body().writeTo(out);
    return out.toString("latin1");
  }

  /** A static method called by an object, as many do; Jakarta Mail's own would connect here. */
  @Test
  void sendCalledByATransportLeavesByTheRunEvenWhereTheMessageHasNoSession() {
    Runs runs = new Runs(folder);
    run(
        runs,
        IMPORTS,
        "var raw = 'From: rvs@example.com\\r\\nTo: k@example.org\\r\\n\\r\\nx\\r\\n';",
        "var bytes = new java.io.ByteArrayInputStream(new java.lang.String(raw).getBytes('UTF-8'));",
        "var m = new MimeMessage(null, bytes);",
        "var t = Session.getInstance(new java.util.Properties()).getTransport('smtp');",
        "t.connect(); t.send(m); t.send(m, m.getAllRecipients()); Transport.send(m);");
    assertThat(runs.outbox).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new java.io.File('logo.png')",
        "new java.io.File('logo.png').toURI().toURL()",
        "new FileDataSource('logo.png')",
        "new URLDataSource(new java.io.File('logo.png').toURI().toURL())",
      })
  void anImageThatIsEmbeddedTwiceLeavesOnce(String image) throws Exception {
    Files.write(folder.resolve("logo.png"), new byte[] {1, 2, 3});
    String name = image.contains("URL()") || image.contains("DataSource") ? ", 'l\u00f6go'" : "";
    Runs runs = new Runs(folder);
    TriggerResult result =
        run(
            runs,
            IMPORTS,
            HTML,
            "var i = " + image + "; var a = e.embed(i" + name + ");",
            "print(a == e.embed(i" + name + ")); e.setHtmlMsg('<img src=\"cid:' + a + '\">');",
            "e.send();");
    assertThat(Runs.printed(result)).isEqualTo("true");
    assertThat(text(runs.outbox.get(0)).split("AQID", -1)).hasSize(2);
  }

  @Test
  void imageHtmlEmailFindsItsImagesBesideTheScriptAndNamesTheOneThatIsNotThere() throws Exception {
    Files.write(folder.resolve("logo.png"), new byte[] {1, 2, 3});
    Runs runs = new Runs(folder);
    String begin =
        HTML.replace("HtmlEmail", "ImageHtmlEmail")
            + "e.setDataSourceResolver(new Packages.org.apache.commons.mail.resolver"
            + ".DataSourceFileResolver());";
    run(runs, IMPORTS, begin, "e.setHtmlMsg('<img src=\"logo.png\">'); e.send();");
    assertThat(text(runs.outbox.get(0))).contains("AQID", "cid:");
    assertThat(fault(runs, IMPORTS, begin, "e.setHtmlMsg('<img src=\"no.png\">'); e.send();"))
        .contains("script.js:3", "no.png does not exist");
  }

  @Test
  void aFileBesideTheScriptMayBeNamedByItsUrl() throws Exception {
    Files.write(folder.resolve("logo.png"), new byte[] {1, 2, 3});
    Runs runs = new Runs(folder);
    run(
        runs,
        IMPORTS,
        "var b = new MimeBodyPart();",
        "b.setDataHandler(new DataHandler(new java.io.File('logo.png').toURI().toURL()));",
        "var p = new MimeMultipart(); p.addBodyPart(b);",
        "var m = new MimeMessage(Session.getInstance(new java.util.Properties()));",
        "m.setFrom(new InternetAddress('rvs@example.com'));",
        "m.setRecipients(Message.RecipientType.TO, 'k@example.org');",
        "m.setContent(p); Transport.send(m);");
    assertThat(text(runs.outbox.get(0))).contains("AQID");
  }

  @Test
  void scriptsMakeNoTemporaryFiles() {
    Runs runs = new Runs(folder);
    assertThat(fault(runs, "java.io.File.createTempFile('a', '.b', new java.io.File('.'))"))
        .contains("scripts do not change files");
    assertThat(fault(runs, "java.io.File.createTempFile('a', '.b')"))
        .contains("scripts do not change files");
    assertThat(folder.toFile().list()).containsExactly("script.js");
  }

  @Test
  void commonsEmailSaysWhatIsMissingAndKnowsItsHostAfterSending() {
    Runs runs = new Runs(folder);
    assertThat(
            fault(
                runs,
                IMPORTS,
                "var e = new SimpleEmail(); e.addTo('k@example.org'); e.setMsg('x'); e.send();"))
        .contains("script.js:2", "From address required");
    TriggerResult result =
        run(
            runs,
            IMPORTS,
            HTML,
            "e.setHostName('old.example.com'); e.setBounceAddress('bounce@example.com');",
            "e.setMsg('x'); e.send(); print(e.getHostName());");
    assertThat(Runs.printed(result)).isEqualTo("old.example.com");
    assertThat(runs.outbox.get(0).envelope().sender())
        .isEqualTo(Optional.of(MailAddress.parse("bounce@example.com")));
    assertThat(result.log())
        .extracting(LogLine::text)
        .filteredOn(line -> line.contains("not used"))
        .singleElement()
        .asString()
        .startsWith("host old.example.com, port 25 of the script");
  }

  @Test
  void debugOfASessionPrintsNothingToTheServersOutput() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed));
    try {
      TriggerResult result =
          run(
              new Runs(folder),
              IMPORTS,
              "var p = new java.util.Properties(); p.put('mail.smtp.port', 25);",
              "p.put('mail.debug', 'true'); Session.getInstance(p).setDebug(true);");
      assertThat(result.log()).extracting(LogLine::text).anyMatch(l -> l.startsWith("port 25 of"));
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString()).isEmpty();
  }
}
