package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.distribution.e2e.Lab.Port;
import org.postern.distribution.e2e.TriggerScripts.Arrives;
import org.postern.distribution.e2e.TriggerScripts.Mail;

/** Trigger scripts as people write them, unchanged, through the real stack in three modes. */
@NeedsLab
class TriggersTest {

  private static final Path SAMPLE =
      Path.of("src/main/bundle/triggers/emailAdvanced_closedmail_OAuth.js");
  private static final Pattern HARD_CODED = Pattern.compile("192\\.0\\.2\\.\\d+");
  private static final Map<String, ConfDir> MODES = new LinkedHashMap<>();

  @TempDir static Path scripts;

  @BeforeAll
  static void prepare() throws Exception {
    TriggerScripts.copyTo(scripts);
    MODES.put("open", ConfDir.open(Port.RELAY_STARTTLS).starttls().ready());
    MODES.put("basic", ConfDir.basic(Port.SUBMISSION).starttls().ready());
    MODES.put("oauth", ConfDir.oauth(Port.SUBMISSION).starttls().ready());
  }

  static Stream<Arguments> scriptsInAllModes() {
    return Stream.of("open", "basic", "oauth")
        .flatMap(mode -> TriggerScripts.all().stream().map(one -> Arguments.of(mode, one)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("scriptsInAllModes")
  void scriptsRunUnchangedAndTheirMailArrivesByteForByte(String mode, Arrives script)
      throws Exception {
    String marker = UUID.randomUUID().toString();
    Path file = scripts.resolve(script.script());
    List<String> parameters = new ArrayList<>(script.parameters());
    parameters.add("Marker=" + marker);
    parameters.add(0, "--event=" + (script.script().contains("scheduled") ? "scheduled" : "post"));

    Cli.Said said = run(MODES.get(mode), file, parameters).exits(0);

    assertThat(said.text()).doesNotContain("Written-Into");
    Matcher host = HARD_CODED.matcher(Files.readString(file));
    if (host.find()) {
      said.says("host " + host.group())
          .says("not used; mail leaves by the settings of Postern (" + mode + ", localhost:");
    }
    List<Arrived> arrived = Arrived.await(marker, script.copies());
    assertThat(arrived).hasSize(script.copies());
    if (!mode.equals("open")) {
      assertThat(arrived)
          .allSatisfy(
              one -> assertThat(one.source()).contains("Authenticated sender: " + Lab.USER));
    }
    for (Mail expected : script.mails()) {
      assertThat(arrived)
          .filteredOn(one -> one.header("To").equals(expected.to()))
          .isNotEmpty()
          .allSatisfy(one -> check(one, expected, marker));
    }
  }

  private static void check(Arrived mail, Mail expected, String marker) {
    assertThat(mail.header("Subject")).isEqualTo(expected.subject() + marker);
    assertThat(mail.header("From")).contains("postern@lab.test");
    assertThat(mail.header("Bcc")).isEmpty();
    assertThat(mail.text()).isEqualTo(expected.text().stripTrailing());
    // commons-email makes up the Content-ID of an image that it finds in the text
    String id = mail.files().keySet().stream().findFirst().orElse("");
    assertThat(mail.html()).isEqualTo(expected.html().replace("CID", id.replaceAll("[<>]", "")));
    assertThat(mail.files()).hasSize(expected.files().length / 2);
    for (int i = 0; i < expected.files().length; i += 2) {
      Object name = expected.files()[i].equals("CID") ? id : expected.files()[i];
      assertThat(mail.files().get(name)).isEqualTo((byte[]) expected.files()[i + 1]);
    }
  }

  private static Cli.Said run(ConfDir conf, Path script, List<String> parameters) {
    List<String> all = new ArrayList<>(List.of("trigger", "run", script.toString()));
    all.add("--fixture=" + scripts.resolve("fixture.yaml"));
    parameters.forEach(one -> all.add(one.startsWith("--") ? one : "--param=" + one));
    return Cli.on(conf, all.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "basic", "oauth"})
  void theSampleOfTheBundleWorksInAllModes(String mode) throws Exception {
    String marker = UUID.randomUUID().toString();

    List<String> parameters =
        List.of(
            "User Fields=Approvers",
            "Dynamic Group=Reviewers",
            "New States=Closed",
            "Subject=<%ID%> <%State%> " + marker,
            "Message=<p><%Summary%></p><p><%hosturl%> <%User%> <%Priority%></p>");
    run(MODES.get(mode), SAMPLE, parameters).exits(0);

    Arrived mail = Arrived.await(marker, 2).get(0);
    assertThat(mail.header("Subject")).isEqualTo("42 Closed " + marker);
    assertThat(mail.header("To")).isEqualTo("金 Kim <inbox@lab.test>, Lee Ärmel <second@lab.test>");
    assertThat(mail.html())
        .isEqualTo(
            "<html><body><p>Deck &lt;too&gt; low &amp; &quot;wet&quot; 桥面</p>"
                + "<p>http://rvs.lab.test:7001 Pat Doe High</p></body></html>");
    assertThat(mail.text().strip())
        .isEqualTo("Deck <too> low & \"wet\" 桥面\nhttp://rvs.lab.test:7001 Pat Doe High");
  }

  @Test
  void aBugOfTheScriptIsReportedWithItsLine() {
    run(MODES.get("oauth"), scripts.resolve("15-bugs-of-its-own.js"), List.of("Marker=x"))
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
    run(rewriting, script, List.of("Marker=" + marker)).exits(0).says("rewritten to " + Lab.USER);
    Arrived mail = Arrived.await(marker, 1).get(0);
    assertThat(mail.header("From")).isEqualTo("ERP Süd <" + Lab.USER + ">");
    assertThat(mail.header("Reply-To")).isEqualTo("ERP Süd <erp@example.com>");
    assertThat(mail.header("Return-Path")).contains(Lab.USER);

    ConfDir refusing =
        ConfDir.basic(Port.SUBMISSION).starttls().is("postern.trigger.sender", "refuse").ready();
    run(refusing, script, List.of("Marker=" + marker))
        .exits(0)
        .says("the sender erp@example.com is not the user " + Lab.USER)
        .says("0 mails");
  }

  @Test
  void anAccessTokenIsHandedOutOnlyWhereTheSettingsAllowIt() throws Exception {
    Path token =
        Files.writeString(
            scripts.resolve("token.js"),
            "print('long ' + (getOAuthAccessToken().length() > 100));");
    Path caught =
        Files.writeString(
            scripts.resolve("caught.js"),
            "try { getOAuthAccessToken(); } catch (e) { print('caught ' + e); }\n"
                + "print(getSMTPServer() + ' ' + (getSMTPPort() > 0));\n");
    String how = "postern.trigger.access_token=allow";
    run(MODES.get("oauth"), token, List.of()).exits(8).says("token.js:1").says(how);
    run(MODES.get("oauth"), caught, List.of()).exits(0).says(how).says("localhost true");
    run(allowing(ConfDir.oauth(Port.SUBMISSION)), token, List.of()).exits(0).says("long true");
    run(allowing(ConfDir.basic(Port.SUBMISSION)), token, List.of())
        .exits(8)
        .says("the auth scheme basic has no access tokens");
  }

  @Test
  void theSampleAsksForATokenOnlyWhereItsParameterSaysSo() throws Exception {
    List<String> asking = List.of("Require Access Token=true", "New States=Rejected");
    run(MODES.get("oauth"), SAMPLE, asking).exits(8).says("postern.trigger.access_token=allow");
    run(allowing(ConfDir.oauth(Port.SUBMISSION)), SAMPLE, asking)
        .exits(0)
        .says("an access token of")
        .says("0 mails");
  }

  private static ConfDir allowing(ConfDir conf) {
    return conf.starttls().is("postern.trigger.access_token", "allow").ready();
  }
}
