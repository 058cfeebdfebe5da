package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.triggers.check.BeanReference;
import org.postern.triggers.check.Finding;
import org.postern.triggers.check.ScriptCheck;
import org.postern.triggers.check.ScriptReport;

/** What is seen of a script without running it. */
class ScriptCheckTest {

  private static final String BEANS =
      """
      var eb = bsf.lookupBean("siEnvironmentBean");
      var params = bsf.lookupBean("parametersBean");
      var server = bsf.lookupBean("imServerBean");
      var delta = bsf.lookupBean("imIssueDeltaBean");
      """;

  @TempDir Path folder;

  private ScriptReport report(String source) throws Exception {
    Path script = Files.writeString(folder.resolve("s.js"), source);
    return ScriptCheck.with(Set.of()).check(script);
  }

  private List<String> findings(String source) throws Exception {
    return report(source).findings().stream()
        .map(one -> one.level() + " " + one.line() + ": " + one.message())
        .toList();
  }

  @Test
  void whatAScriptUsesIsListed() throws Exception {
    ScriptReport report =
        report(
            "// @param String Subject\n"
                + BEANS
                + """
                importPackage(Packages.org.apache.commons.mail);
                var user = server.getUserBean(delta.getNewAssignedUser());
                var list = new java.util.ArrayList();
                var email = new HtmlEmail();
                email.addTo(user.getEmailAddress());
                email.send();
                eb.sendmail("a@example.com", "b@example.com", params.getParameter("Subject"), "x");
                Packages.javax.mail.Transport.send(null);
                """);
    assertThat(report.findings()).isEmpty();
    assertThat(report.failed()).isFalse();
    assertThat(report.parameters()).extracting(p -> p.name()).containsExactly("Subject");
    assertThat(report.beans().get("imServerBean")).containsExactly("getUserBean");
    assertThat(report.beans().get("imUserBean")).containsExactly("getEmailAddress");
    assertThat(report.routes())
        .containsExactly("HtmlEmail.send", "Transport.send", "siEnvironmentBean.sendmail");
    assertThat(report.classes())
        .contains(
            "java.util.ArrayList", "javax.mail.Transport", "org.apache.commons.mail.HtmlEmail");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "eb.getHostUrl();            | siEnvironmentBean has no method getHostUrl; did you mean getHostURL?",
        "server.getUserBean('a').getFullNam(); | imUserBean has no method getFullNam; did you mean getFullName?",
        "var u = server.getUserBean('a'); u.emailAdress; | imUserBean has no emailAdress",
        "bsf.lookupBean('imServrBean'); | there is no bean imServrBean; did you mean imServerBean?",
        "eb.sendmail('a', 'b');      | siEnvironmentBean.sendmail does not take 2 arguments; it takes 4",
        "delta.getAttachmentBeans()[0].getNaem(); | did you mean getName?",
      })
  void unknownBeansAndMethodsAreErrors(String line, String said) throws Exception {
    List<String> findings = findings(BEANS + line);
    assertThat(findings).anySatisfy(one -> assertThat(one).startsWith("ERROR 5: ").contains(said));
    assertThat(report(BEANS + line).failed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "email.setAuthentication('erp', 'Geheim-9');",
        "new Packages.javax.mail.PasswordAuthentication('erp', 'Geheim-9');",
        "new Packages.org.apache.commons.mail.DefaultAuthenticator('erp', 'Geheim-9');",
        "var t = session.getTransport('smtp'); t.connect('smtp.example.com', 25, 'erp', 'Geheim-9');",
        "props.put('mail.smtp.password', 'Geheim-9');",
        "var passwd = 'Geheim-9';",
        "var o = {smtpPassword: 'Geheim-9'};",
        "cmd.addOption(new Packages.com.mks.api.Option('password', 'Geheim-9'));",
        "eb.createAPISessionBean('admin', 'Geheim-9');",
        "settings.pwd = ('Geheim-9');",
      })
  void passwordsWrittenIntoAScriptAreWarnedOfAndNeverShown(String line) throws Exception {
    List<String> findings = findings(BEANS + "var email, session, props, cmd, settings;\n" + line);
    assertThat(findings)
        .anySatisfy(one -> assertThat(one).startsWith("WARNING 6: a password is written into "));
    assertThat(findings.toString()).doesNotContain("Geheim");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "email.setHostName('smtp.example.com');           | setHostName(\"smtp.example.com\")",
        "props.put('mail.smtp.host', 'smtp.example.com'); | mail.smtp.host \"smtp.example.com\"",
        "props.put('mail.smtp.port', port);               | mail.smtp.port",
        "var t = session.getTransport(); t.connect('h.example.com', 'u', pw); | \"h.example.com\" of connect",
      })
  void hostsThatWillBeIgnoredAreNoted(String line, String said) throws Exception {
    assertThat(findings(BEANS + "var email, session, props, port, pw;\n" + line))
        .anySatisfy(
            one ->
                assertThat(one).startsWith("NOTE 6: ").contains(said).contains("will not be used"));
  }

  @Test
  void namesThatNothingDefinesAreWarnedOf() throws Exception {
    List<String> findings =
        findings(
            """
            importPackage(Packages.com.dingtalk.api);
            function f(a, {b, c}) {
              toList.add(a + b + c);
              for (var i in a) { label: for (;;) break label; }
              try { g(); } catch (e) { return e.x; }
              if (typeof maybe != "undefined") return {key: i};
            }
            var [x, y] = f(1);
            new DingTalkClient();
            new java.net.Socket("h", 25);
            let z = `${x} ${y}`; for each (var q in z) print(q + Math.max(1, JSON));
            """);
    assertThat(findings)
        .containsExactly(
            "WARNING 3: nothing defines toList: the script fails where it comes to this line",
            "WARNING 5: nothing defines g: the script fails where it comes to this line",
            "WARNING 9: the Java class DingTalkClient is in none of the imported packages: the"
                + " script fails where it is used, unless its jar is on the class path and its name"
                + " in postern.trigger.classes",
            "WARNING 10: the Java class java.net.Socket is not there for scripts: the script fails"
                + " where it is used, unless its jar is on the class path and its name in"
                + " postern.trigger.classes");
  }

  @Test
  void parametersThatAreReadAndNotDeclaredAreWarnedOf() throws Exception {
    assertThat(
            findings(
                "// @param String Mail Subject\n// @param Colour Shade\n"
                    + BEANS
                    + "params.getParameter('Mail Subjekt');"))
        .containsExactly(
            "WARNING 2: the type Colour of the parameter \"Shade\" is not known; its values will not"
                + " be checked",
            "WARNING 7: the script reads the parameter \"Mail Subjekt\" and does not declare it by"
                + " @param; did you mean \"Mail Subject\"?");
  }

  @Test
  void whatIsNoJavaScriptIsAnErrorWithItsLine() throws Exception {
    assertThat(findings("var a = 1;\r\nif (a { }\r\n"))
        .singleElement()
        .asString()
        .startsWith("ERROR 2: this is no JavaScript");
    assertThat(report("var square = function(x) x * x;").failed()).isFalse();
    assertThat(ScriptCheck.with(Set.of()).check(folder.resolve("absent.js")).failed()).isTrue();
  }

  @Test
  void aVariableThatHoldsSeveralKindsIsNotJudged() throws Exception {
    assertThat(
            findings(
                BEANS
                    + "var b = server.getUserBean('a'); b = server.getIssueBean(1); b.getState();\n"
                    + "var c = null; c = delta; c.getNewState();\n"
                    + "var s = delta; s = 'text'; s.indexOf('x');\n"
                    + "function f(i) { i.anything(); } for (var i = server.getIssueBean(1);;) f(i);"))
        .isEmpty();
  }

  @Test
  void allScriptsOfAFolderAreFound() throws Exception {
    Files.createDirectories(folder.resolve("deep"));
    Files.writeString(folder.resolve("deep/b.js"), "1;");
    Files.writeString(folder.resolve("a.js"), "1;");
    Files.writeString(folder.resolve("c.txt"), "1;");
    assertThat(ScriptCheck.scripts(folder))
        .extracting(path -> folder.relativize(path).toString())
        .containsExactly("a.js", "deep/b.js");
  }

  @Test
  void theReferenceOfBeansIsThatOfTheCode() throws Exception {
    assertThat(Files.readString(Path.of("..", "docs", "triggers-reference.md")))
        .as("docs/triggers-reference.md: write it anew by `postern trigger reference`")
        .isEqualTo(BeanReference.markdown());
  }

  @Test
  void findingsAreSortedByLine() throws Exception {
    List<Finding> all = report("b(); a();\nvar passwd = 'x';\nbsf.lookupBean('q');").findings();
    assertThat(all).extracting(Finding::line).isSorted();
  }
}
