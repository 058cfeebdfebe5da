package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.triggers.check.Finding;
import org.postern.triggers.check.ScriptCheck;
import org.postern.triggers.check.ScriptReport;
import org.postern.triggers.fixture.Fixture;
import org.postern.triggers.header.ScriptParameter;

/** Whole scripts as administrators write them, each with the report that it gets. */
class ScriptCheckFilesTest {

  private static final ScriptCheck CHECK = ScriptCheck.with(Set.of());

  @TempDir Path folder;

  static List<Path> scripts() throws Exception {
    return ScriptCheck.scripts(Path.of(ScriptCheckFilesTest.class.getResource("/check").toURI()));
  }

  private static List<String> lines(ScriptReport report) {
    List<String> lines = new ArrayList<>();
    if (!report.parameters().isEmpty()) {
      lines.add("parameters: " + joined(report.parameters(), ScriptParameter::name));
    }
    report
        .beans()
        .forEach(
            (bean, all) -> lines.add(all.isEmpty() ? bean : bean + ": " + joined(all, m -> m)));
    if (!report.routes().isEmpty()) {
      lines.add("mail: " + joined(report.routes(), route -> route));
    }
    report.findings().forEach(one -> lines.add(line(one)));
    return lines;
  }

  private static <T> String joined(Collection<T> all, Function<T, String> name) {
    return all.stream().map(name).collect(Collectors.joining(", "));
  }

  private static String line(Finding one) {
    return one.level() + " " + one.line() + ": " + one.message();
  }

  /** The expected lines are how the lines of the report begin. */
  private static void assertReport(Path script, ScriptReport report) throws Exception {
    String name = script.getFileName().toString().replace(".js", ".txt");
    List<String> expected = Files.readAllLines(script.resolveSibling(name));
    List<String> found = lines(report);
    assertThat(found).as("%s", script.getFileName()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i)).startsWith(expected.get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void aScriptGetsItsReport(Path script) throws Exception {
    assertReport(script, CHECK.check(script));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void endsOfLinesAndAByteOrderMarkDoNotMatter(Path script) throws Exception {
    String text = "\uFEFF" + Files.readString(script).replace("\n", "\r\n");
    assertReport(script, CHECK.check(Files.writeString(folder.resolve("crlf.js"), text)));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void noPasswordOfAScriptIsInItsReport(Path script) {
    assertThat(CHECK.check(script).toString()).doesNotContain("Geheim");
  }

  @Test
  void aScriptOfWhichTheCheckSaysNothingRuns() throws Exception {
    Path fixture =
        Path.of(ScriptCheckFilesTest.class.getResource("/fixtures/closed-defect.yaml").toURI());
    Path script =
        scripts().stream().filter(one -> one.endsWith("nothing-to-say.js")).findFirst().get();
    TriggerResult result =
        new Runs(folder).runner().build().run(TriggerRun.of(script, Fixture.read(fixture)));
    assertThat(result.fault()).as("%s", result.fault()).isEmpty();
    assertThat(Runs.printed(result)).startsWith("Deck too low\nRail loose\n42, 432\n3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "email.setAuthentication('erp', 'Geheim-1';",
        "var password = 'Geheim-1\nvar next = 1;",
        "var password = 'Geheim-1' 'Geheim-2';",
        "var password = `Geheim-1",
      })
  void aScriptThatCannotBeReadDoesNotShowItsPasswordsEither(String source) throws Exception {
    ScriptReport report = CHECK.check(Files.writeString(folder.resolve("broken.js"), source));
    assertThat(report.failed()).isTrue();
    assertThat(report.toString()).doesNotContain("Geheim");
  }

  @Test
  void aScriptThatIsNestedTooDeeplyDoesNotEndTheCheck() throws Exception {
    String sum = "var html = ''" + " + part".repeat(100_000) + ";";
    ScriptReport report = CHECK.check(Files.writeString(folder.resolve("deep.js"), sum));
    assertThat(report.findings())
        .extracting(Finding::message)
        .anyMatch(message -> message.contains("nested too deeply"));
  }
}
