package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.distribution.e2e.Lab.Port;

/** Trigger scripts as people write them, unchanged, through the real stack in three modes. */
@NeedsLab
class TriggersTest {

  private static final byte[] IMAGE = random(3_000);
  private static final byte[] REPORT = random(60_000);
  private static final Map<String, ConfDir> MODES = new LinkedHashMap<>();

  @TempDir static Path scripts;

  @BeforeAll
  static void prepare() throws Exception {
    Path resources = Path.of(TriggersTest.class.getResource("/triggers/fixture.yaml").toURI());
    try (Stream<Path> all = Files.list(resources.getParent())) {
      for (Path file : all.toList()) {
        Files.copy(file, scripts.resolve(file.getFileName()));
      }
    }
    Files.write(scripts.resolve("logo.png"), IMAGE);
    Files.write(scripts.resolve("report.pdf"), REPORT);
    MODES.put("open", ConfDir.open(Port.RELAY_STARTTLS).starttls().ready());
    MODES.put("basic", ConfDir.basic(Port.SUBMISSION).starttls().ready());
    MODES.put("oauth", ConfDir.oauth(Port.SUBMISSION).starttls().ready());
  }

  /** What arrives of a script: mails by the subject before the marker. */
  private record Arrives(String script, Mail... mails) {

    @Override
    public String toString() {
      return script;
    }
  }

  /** A mail; {@code html} and {@code text} "" where there is none. */
  private record Mail(String subject, String to, String text, String html, Object... files) {}

  static Stream<Arguments> scriptsInAllModes() {
    List<Arrives> all =
        List.of(
            new Arrives(
                "01-sendmail-one.js",
                new Mail(
                    "Item 42 已关闭 ", "inbox@lab.test", "Dear 金 Kim,\nthe state is Closed.\n", "")),
            new Arrives(
                "02-sendmail-many.js",
                new Mail(
                    "To all approvers ",
                    "inbox@lab.test, second@lab.test",
                    "Please look: Größe 3 €",
                    "")),
            new Arrives(
                "03-html-email-with-login.js",
                new Mail(
                    "关闭通知 ",
                    "金 Kim <inbox@lab.test>",
                    "请用 HTML 阅读",
                    "<html><body><p style='font-family: 微软雅黑'>你好, 42</p></body></html>")),
            new Arrives(
                "04-java-mail-transport-send.js",
                new Mail("Plain ", "inbox@lab.test", "First line\n.\nlast line", "")),
            new Arrives(
                "05-java-mail-connect-with-password.js",
                new Mail("Verbunden ", "inbox@lab.test", "", "<b>fünf &lt; sechs</b>")),
            new Arrives(
                "06-java-mail-smtps-authenticator.js",
                new Mail("SMTPS ", "Kim <inbox@lab.test>", "über smtps", "")),
            new Arrives(
                "07-multipart-attachment-inline.js",
                new Mail(
                    "Mit Anlage 附件 ",
                    "inbox@lab.test",
                    "",
                    "<p>Bild: <img src='cid:logo@lab.test'></p>",
                    "<logo@lab.test>",
                    IMAGE,
                    "Bericht 報告.pdf",
                    REPORT)),
            new Arrives(
                "08-commons-email-attachment.js",
                new Mail(
                    "MultiPart ",
                    "inbox@lab.test",
                    "Siehe Anlage: Übersicht",
                    "",
                    "Übersicht.pdf",
                    REPORT)),
            new Arrives(
                "09-image-html-email.js",
                new Mail("Image ", "inbox@lab.test", "no picture here", "CID", "CID", IMAGE)),
            new Arrives(
                "10-strings-the-rhino-way.js",
                new Mail(
                    "Strings ", "inbox@lab.test", "state|changed|project|kim|lee|http24|java", "")),
            new Arrives(
                "11-swallowed-exceptions.js",
                new Mail("After errors ", "inbox@lab.test", "still here", "")),
            new Arrives(
                "12-for-each-crlf.js",
                new Mail("Each 一 ", "inbox@lab.test", "line 1\nline 2 一", ""),
                new Mail("Each 二 ", "second@lab.test", "line 1\nline 2 二", "")),
            new Arrives(
                "13-scheduled-digest.js",
                new Mail(
                    "Digest ",
                    "inbox@lab.test",
                    "金 Kim\n42: Deck <too> low & \"wet\" 桥面\n43: Rail loose\n",
                    ""),
                new Mail(
                    "Digest ",
                    "second@lab.test",
                    "Lee Ärmel\n42: Deck <too> low & \"wet\" 桥面\n43: Rail loose\n",
                    "")),
            new Arrives(
                "14-command-api.js", new Mail("API ", "inbox@lab.test", "42=Deck too low", "")));
    return Stream.of("open", "basic", "oauth")
        .flatMap(mode -> all.stream().map(script -> Arguments.of(mode, script)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("scriptsInAllModes")
  void scriptsRunUnchangedAndTheirMailArrivesByteForByte(String mode, Arrives script)
      throws Exception {
    String marker = UUID.randomUUID().toString();
    String event = script.script().contains("scheduled") ? "scheduled" : "post";

    Cli.Said said =
        Cli.on(
                MODES.get(mode),
                "trigger",
                "run",
                scripts.resolve(script.script()).toString(),
                "--fixture=" + scripts.resolve("fixture.yaml"),
                "--event=" + event,
                "--param",
                "Marker=" + marker)
            .exits(0);

    assertThat(said.text()).doesNotContain("Written-Into");
    int copies = Arrays.stream(script.mails()).mapToInt(TriggersTest::recipients).sum();
    List<MimeMessage> arrived = new ArrayList<>();
    for (byte[] raw : awaitDecoded(marker, copies)) {
      arrived.add(parsed(raw));
      if (!mode.equals("open")) {
        assertThat(Inbox.text(raw)).contains("Authenticated sender: " + Lab.USER);
      }
    }
    for (Mail expected : script.mails()) {
      MimeMessage mail =
          arrived.stream()
              .filter(one -> header(one, "To").equals(expected.to()))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no mail to " + expected.to()));
      assertThat(mail.getSubject()).isEqualTo(expected.subject() + marker);
      assertThat(mail.getFrom()[0].toString()).contains("postern@lab.test");
      Content content = new Content();
      content.read(mail);
      String cid = content.files.keySet().stream().findFirst().orElse("");
      assertThat(content.text.stripTrailing()).isEqualTo(expected.text().stripTrailing());
      assertThat(content.html)
          .isEqualTo(
              expected.html().equals("CID")
                  ? "<html><img src=\"cid:" + cid.replaceAll("[<>]", "") + "\"> – fertig</html>"
                  : expected.html());
      for (int i = 0; i < expected.files().length; i += 2) {
        Object name = expected.files()[i];
        assertThat(content.files.get(name.equals("CID") ? cid : name))
            .isEqualTo((byte[]) expected.files()[i + 1]);
      }
      assertThat(content.files).hasSize(expected.files().length / 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "basic", "oauth"})
  void theSampleOfTheBundleWorksInAllModes(String mode) throws Exception {
    String marker = UUID.randomUUID().toString();

    Cli.on(
            MODES.get(mode),
            "trigger",
            "run",
            "src/main/bundle/triggers/emailAdvanced_closedmail_OAuth.js",
            "--fixture=" + scripts.resolve("fixture.yaml"),
            "--param=User Fields=Approvers",
            "--param=Dynamic Group=Reviewers",
            "--param=New States=Closed",
            "--param=Subject=<%ID%> <%State%> " + marker,
            "--param=Message=<p><%Summary%></p><p><%hosturl%> <%User%> <%Priority%></p>")
        .exits(0);

    List<byte[]> arrived = awaitDecoded(marker, 2);
    MimeMessage mail = parsed(arrived.get(0));
    assertThat(mail.getSubject()).isEqualTo("42 Closed " + marker);
    assertThat(header(mail, "To")).isEqualTo("金 Kim <inbox@lab.test>, Lee Ärmel <second@lab.test>");
    Content content = new Content();
    content.read(mail);
    assertThat(content.html)
        .isEqualTo(
            "<html><body><p>Deck &lt;too&gt; low &amp; &quot;wet&quot; 桥面</p>"
                + "<p>http://rvs.lab.test:7001 Pat Doe High</p></body></html>");
    assertThat(content.text.strip())
        .isEqualTo("Deck <too> low & \"wet\" 桥面\nhttp://rvs.lab.test:7001 Pat Doe High");
  }

  @Test
  void aBugOfTheScriptIsReportedWithItsLine() {
    Cli.on(
            MODES.get("oauth"),
            "trigger",
            "run",
            scripts.resolve("15-bugs-of-its-own.js").toString(),
            "--fixture=" + scripts.resolve("fixture.yaml"),
            "--param=Marker=x")
        .exits(8)
        .says("15-bugs-of-its-own.js:7: ReferenceError: \"toList\" is not defined")
        .says("> toList.add(to);")
        .says("at createBody (15-bugs-of-its-own.js:7)");
  }

  @Test
  void aForeignSenderIsRewrittenOrRefusedAsTheSettingsSay() throws Exception {
    Path script =
        Files.writeString(
            scripts.resolve("foreign.js"),
            "// @param String Marker\n"
                + "var m = bsf.lookupBean('parametersBean').getParameter('Marker');\n"
                + "var eb = bsf.lookupBean('siEnvironmentBean');\n"
                + "eb.print(eb.sendmail('\"ERP Süd\" <erp@example.com>', 'inbox@lab.test', m, 'x'));\n");
    String marker = UUID.randomUUID().toString();
    ConfDir rewriting =
        ConfDir.oauth(Port.SUBMISSION).starttls().is("postern.trigger.sender", "rewrite").ready();
    runForeign(rewriting, script, marker).exits(0).says("rewritten to " + Lab.USER);
    MimeMessage mail = parsed(awaitDecoded(marker, 1).get(0));
    assertThat(header(mail, "From")).isEqualTo("ERP Süd <" + Lab.USER + ">");
    assertThat(header(mail, "Reply-To")).isEqualTo("ERP Süd <erp@example.com>");
    assertThat(header(mail, "Return-Path")).contains(Lab.USER);

    ConfDir refusing =
        ConfDir.basic(Port.SUBMISSION).starttls().is("postern.trigger.sender", "refuse").ready();
    runForeign(refusing, script, marker)
        .exits(0)
        .says("the sender erp@example.com is not the user " + Lab.USER)
        .says("0 mails");
  }

  private static Cli.Said runForeign(ConfDir conf, Path script, String marker) {
    return Cli.on(
        conf,
        "trigger",
        "run",
        script.toString(),
        "--fixture=" + scripts.resolve("fixture.yaml"),
        "--param=Marker=" + marker);
  }

  @Test
  void anAccessTokenIsHandedOutOnlyWhereTheSettingsAllowIt() throws Exception {
    Path script =
        Files.writeString(
            scripts.resolve("token.js"),
            "bsf.lookupBean('siEnvironmentBean').print('length '"
                + " + (getOAuthAccessToken().length() > 100));\n");
    runForeign(MODES.get("oauth"), script, "x").exits(8);
    Files.writeString(
        script,
        "try { getOAuthAccessToken(); } catch (e) { print('' + e); }\n"
            + "print(getSMTPServer() + ' ' + (getSMTPPort() > 0));\n");
    String[] without = {
      "trigger", "run", script.toString(), "--fixture=" + scripts.resolve("fixture.yaml")
    };
    Cli.on(MODES.get("oauth"), without)
        .exits(0)
        .says("postern.trigger.access_token=allow")
        .says("localhost true");
    Files.writeString(script, "print('length ' + (getOAuthAccessToken().length() > 100));\n");
    ConfDir allowing =
        ConfDir.oauth(Port.SUBMISSION)
            .starttls()
            .is("postern.trigger.access_token", "allow")
            .ready();
    Cli.on(allowing, without).exits(0).says("length true");
    ConfDir basic =
        ConfDir.basic(Port.SUBMISSION)
            .starttls()
            .is("postern.trigger.access_token", "allow")
            .ready();
    Cli.on(basic, without).exits(8).says("the auth scheme basic has no access tokens");
  }

  private static int recipients(Mail mail) {
    // 05 has a recipient in Bcc as well
    return mail.to().split(",").length + (mail.subject().startsWith("Verbunden") ? 1 : 0);
  }

  /** The marker stands in an encoded subject at times, so subjects are decoded to find it. */
  private static List<byte[]> awaitDecoded(String marker, int count) {
    return org.awaitility.Awaitility.await("mail with " + marker)
        .atMost(java.time.Duration.ofSeconds(60))
        .until(
            () ->
                Lab.shared().inbox().with("Subject:").stream()
                    .filter(raw -> header(parsed(raw), "Subject").contains(marker))
                    .toList(),
            found -> found.size() >= count);
  }

  private static MimeMessage parsed(byte[] raw) {
    try {
      return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
    } catch (jakarta.mail.MessagingException malformed) {
      throw new AssertionError(malformed);
    }
  }

  private static String header(MimeMessage mail, String name) {
    try {
      String value = mail.getHeader(name, ", ");
      if (value == null) {
        return "";
      }
      if (!name.equals("To") && !name.equals("From") && !name.equals("Reply-To")) {
        return MimeUtility.decodeText(MimeUtility.unfold(value));
      }
      List<String> all = new ArrayList<>();
      for (InternetAddress one : InternetAddress.parseHeader(value, false)) {
        all.add(
            one.getPersonal() == null
                ? one.getAddress()
                : one.getPersonal() + " <" + one.getAddress() + ">");
      }
      return String.join(", ", all);
    } catch (jakarta.mail.MessagingException | IOException malformed) {
      throw new AssertionError(malformed);
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  /** Bodies and files of a mail. */
  private static final class Content {

    private String text = "";
    private String html = "";
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    void read(Part part) throws Exception {
      if (part.getContent() instanceof MimeMultipart all) {
        for (int i = 0; i < all.getCount(); i++) {
          read(all.getBodyPart(i));
        }
      } else if (part.isMimeType("text/plain")) {
        text = part.getContent().toString().replace("\r\n", "\n");
      } else if (part.isMimeType("text/html")) {
        html = part.getContent().toString().stripTrailing();
      } else {
        String[] id = part.getHeader("Content-ID");
        String name = id != null ? id[0] : MimeUtility.decodeText(part.getFileName());
        files.put(name, part.getInputStream().readAllBytes());
      }
    }
  }
}
