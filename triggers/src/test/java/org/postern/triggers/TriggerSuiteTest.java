package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.triggers.run.TriggerLimits;
import org.postern.triggers.suite.CaseResult;
import org.postern.triggers.suite.JUnitXml;
import org.postern.triggers.suite.TriggerSuite;

/** Tests of scripts as files: what they find, and what they say. */
class TriggerSuiteTest {

  @TempDir Path folder;

  @BeforeEach
  void aScriptAndItsFixture() throws Exception {
    Files.writeString(
        folder.resolve("tell.js"),
        "// @param String Subject\n"
            + "var eb = bsf.lookupBean('siEnvironmentBean');\n"
            + "var s = bsf.lookupBean('parametersBean').getParameter('Subject');\n"
            + "eb.sendmail('rvs@example.com', 'kim@example.org', s, 'Line 1\\nGr\\u00fc\\u00dfe');\n"
            + "eb.print('told');\n");
    Files.writeString(
        folder.resolve("tell.yaml"), "items: {1: {Type: A}}\nchange: {item: 1, fields: {B: c}}\n");
  }

  private CaseResult run(String content, boolean update) throws Exception {
    Files.writeString(folder.resolve("tell.test.yaml"), content);
    TriggerSuite suite = TriggerSuite.in(folder, TriggerLimits.USUAL);
    assertThat(suite.cases()).hasSize(1);
    return suite.run(suite.cases().get(0), update);
  }

  @Test
  void aCasePassesWhenTheMailIsTheOneInTheFile() throws Exception {
    String content = "parameters: {Subject: closed}\nexpect: {log: [told]}\n";
    assertThat(run(content, false).differences())
        .singleElement()
        .asString()
        .startsWith("mail 1 is not expected (no tell.mail-1.txt):\nMAIL FROM: rvs@example.com");
    assertThat(run(content, true).passed()).isTrue();
    assertThat(Files.readString(folder.resolve("tell.mail-1.txt")))
        .isEqualTo(
            """
            MAIL FROM: rvs@example.com
            RCPT TO: kim@example.org
            From: rvs@example.com
            To: kim@example.org
            Subject: closed

            [text]
            Line 1
            Grüße
            """);
    assertThat(run(content, false).passed()).isTrue();
  }

  @Test
  void aDifferenceIsShownWithItsLine() throws Exception {
    run("parameters: {Subject: closed}", true);
    CaseResult result = run("parameters: {Subject: opened}", false);
    assertThat(result.differences())
        .containsExactly(
            "mail 1, line 5:\n  expected: Subject: closed\n  it is:    Subject: opened");
    Files.writeString(folder.resolve("tell.mail-2.txt"), "x");
    assertThat(run("parameters: {Subject: closed}", false).differences())
        .containsExactly("mail 2 is expected and was not sent");
  }

  @Test
  void endingChangesLogAndFaultAreCompared() throws Exception {
    Files.writeString(
        folder.resolve("tell.js"),
        "bsf.lookupBean('imIssueDeltaBean').setFieldValue('B', 'd');\n"
            + "bsf.lookupBean('siEnvironmentBean').abortScript('no', true);\n");
    assertThat(run("event: pre", false).differences())
        .containsExactly(
            "ending: expected completed, it is vetoed", "changes: expected {}, they are {B=d}");
    assertThat(
            run("event: pre\nexpect: {ending: vetoed, message: no, changes: {B: d}}", false)
                .passed())
        .isTrue();
    assertThat(run("expect: {fault: post-event}", false).passed()).isTrue();
    assertThat(run("expect: {fault: other, log: [never]}", false).differences())
        .hasSize(2)
        .anySatisfy(one -> assertThat(one).contains("\"other\" is not in \"tell.js:1: "))
        .contains("no line of the log has \"never\"");
  }

  @Test
  void aCaseThatCannotBeReadSaysAllThatIsWrong() throws Exception {
    assertThat(run("evnt: post\nevent: never\nexpect: {mials: 1}", false).differences())
        .singleElement()
        .asString()
        .contains("evnt: is not known here; did you mean event?")
        .contains("event: \"never\" is none of [pre, post, scheduled]")
        .contains("expect.mials: is not known here");
    assertThat(run("fixture: absent.yaml", false).differences().toString())
        .contains("absent.yaml", "the file does not exist");
  }

  @Test
  void theSenderPolicyOfACaseCounts() throws Exception {
    assertThat(run("user: other@example.com\nsender: refuse", true).passed()).isTrue();
    assertThat(folder.resolve("tell.mail-1.txt")).doesNotExist();
    run("user: other@example.com\nsender: rewrite\nparameters: {Subject: x}", true);
    assertThat(Files.readString(folder.resolve("tell.mail-1.txt")))
        .contains("From: other@example.com\nReply-To: rvs@example.com\n");
  }

  @Test
  void whatXmlHasNoPlaceForDoesNotSpoilTheFile() throws Exception {
    Path file = folder.resolve("results.xml");
    JUnitXml.write(
        file,
        "triggers",
        List.of(new CaseResult("a\u0002", Duration.ZERO, List.of("\ud800x \uFFFE \uD83D\uDE00"))));
    assertThat(Files.readString(file)).contains("name=\"a?\"", ">?x ? \uD83D\uDE00</failure>");
    javax.xml.parsers.DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(file.toFile());
  }

  @Test
  void resultsAreWrittenAsJUnitDoes() throws Exception {
    Path file = folder.resolve("results.xml");
    JUnitXml.write(
        file,
        "triggers",
        List.of(
            new CaseResult("good", Duration.ofMillis(1500), List.of()),
            new CaseResult("bad <&>", Duration.ZERO, List.of("a \u0001 < b", "second"))));
    assertThat(Files.readString(file))
        .contains("<testsuite name=\"triggers\" tests=\"2\" failures=\"1\">")
        .contains("<testcase classname=\"triggers\" name=\"good\" time=\"1.500\">")
        .contains("name=\"bad &lt;&amp;&gt;\"")
        .contains("<failure message=\"a ? &lt; b\">a ? &lt; b\nsecond</failure>");
    javax.xml.parsers.DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(file.toFile());
  }
}
