package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many runs of one runner. */
class ManyRunsTest {

  @TempDir Path folder;

  @Test
  void fiftyRunsAtOnceDoNotDisturbEachOther() throws Exception {
    Runs runs = new Runs(folder);
    TriggerRunner runner = runs.runner().build();
    TriggerRun script =
        runs.script(
            "// @param String me",
            "var me = bsf.lookupBean('parametersBean').getParameter('me');",
            "String.prototype.mine = String.prototype.mine || ('' + me);",
            "var sum = 0;",
            "for (var i = 0; i < 20000; i++) sum += 1;",
            "bsf.lookupBean('siEnvironmentBean').setMessageCategory('c' + me);",
            "print(me + ' ' + 'x'.mine + ' ' + sum + ' ' + (typeof left));",
            "left = 'over';");
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try {
      List<Future<TriggerResult>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        TriggerRun mine = script.with("me", "n" + i);
        all.add(threads.submit(() -> runner.run(mine)));
      }
      for (int i = 0; i < 200; i++) {
        TriggerResult result = all.get(i).get();
        assertThat(result.ending()).isEqualTo(TriggerResult.Ending.COMPLETED);
        assertThat(Runs.printed(result)).isEqualTo("n" + i + " n" + i + " 20000 undefined");
        assertThat(result.log()).anyMatch(line -> line.category().equals("cn" + me(result)));
      }
    } finally {
      threads.shutdown();
    }
  }

  private static String me(TriggerResult result) {
    String printed = Runs.printed(result);
    return printed.substring(1, printed.indexOf(' '));
  }

  @Test
  void aChangedScriptIsReadAnew() throws Exception {
    Runs runs = new Runs(folder);
    TriggerRunner runner = runs.runner().build();
    List<String> printed = new ArrayList<>();
    for (int round : IntStream.range(0, 5).toArray()) {
      // of the same length each time, and within one tick of the clock
      printed.add(Runs.printed(runner.run(runs.script("print(" + round + ");"))));
    }
    assertThat(printed).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void aScriptThatDidNotChangeIsNotCompiledAgain() throws Exception {
    Runs runs = new Runs(folder);
    TriggerRunner runner = runs.runner().build();
    TriggerRun script = runs.script("print(1);");
    FileTime longAgo = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(script.script(), longAgo);
    runner.run(script);
    // another text of the same length and time: only who compares contents would see it
    Files.writeString(script.script(), "print(2);");
    Files.setLastModifiedTime(script.script(), longAgo);
    assertThat(Runs.printed(runner.run(script))).isEqualTo("1");
  }

  @Test
  void aScriptThatIsGoneOrNoneIsAFaultOfItsOwn() {
    Runs runs = new Runs(folder);
    TriggerRunner runner = runs.runner().build();
    TriggerResult absent = runner.run(TriggerRun.of(folder.resolve("absent.js"), runs));
    assertThat(absent.fault().orElseThrow().toString())
        .isEqualTo("absent.js: the script does not exist");
    TriggerResult broken = runner.run(runs.script("var a = 1;", "if (a { }"));
    assertThat(broken.fault().orElseThrow().toString())
        .startsWith("script.js:2: this is no JavaScript");
    assertThat(broken.fault().orElseThrow().sourceLine()).isEqualTo("if (a { }");
  }

  @Test
  void scriptsInWindowsLineEndsAndCharactersAreRead() throws Exception {
    Runs runs = new Runs(folder);
    Path script = folder.resolve("old.js");
    Files.write(script, "print('Gr\u00fc\u00dfe');\r\nprint('2');\r\n".getBytes("windows-1252"));
    assertThat(Runs.printed(runs.runner().build().run(TriggerRun.of(script, runs))))
        .isEqualTo("Gr\u00fc\u00dfe\n2");
    Files.writeString(script, "\uFEFFprint('\u6d4b\u8bd5');");
    assertThat(Runs.printed(runs.runner().build().run(TriggerRun.of(script, runs))))
        .isEqualTo("\u6d4b\u8bd5");
  }
}
