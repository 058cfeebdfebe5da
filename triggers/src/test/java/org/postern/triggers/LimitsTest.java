package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.triggers.run.ScriptFault;
import org.postern.triggers.run.SenderPolicy;
import org.postern.triggers.run.TriggerLimits;

/** What scripts cannot do, or not for long. */
@Timeout(60)
class LimitsTest {

  private static final TriggerLimits SHORT = limits(Duration.ofMillis(300), 200L << 20);

  /** For limits that are to be reached before the time is over, however slow the machine. */
  private static final TriggerLimits LONG = limits(Duration.ofSeconds(50), 200L << 20);

  @TempDir Path folder;

  private static TriggerLimits limits(Duration time, long memory, String... classes) {
    return new TriggerLimits(
        time, memory, 1_000, 2, SenderPolicy.KEEP, Optional.empty(), Set.of(classes));
  }

  private ScriptFault fault(TriggerLimits limits, String... lines) {
    Runs runs = new Runs(folder);
    TriggerResult result = runs.runner().limits(limits).build().run(runs.script(lines));
    assertThat(result.fault()).as(Runs.printed(result)).isPresent();
    return result.fault().get();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while (true) {}",
        "for (;;) { try { while (true) {} } catch (e) {} finally { continue; } }",
        "/^(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab');",
        "new java.lang.String(LONG).matches('^(a+)+\\\\1b$');",
        "java.util.regex.Pattern.matches('^(a+)+\\\\1b$', LONG);",
      })
  void whatNeverEndsIsEndedWithItsLine(String endless) {
    ScriptFault fault = fault(SHORT, "var LONG = new Array(60).join('a');", endless);
    assertThat(fault.kind()).isEqualTo(ScriptFault.Kind.LIMIT);
    // Rhino's own expressions use memory faster than time
    assertThat(fault.toString())
        .matches("script\\.js:2: .*(300 ms.*time_limit|200 MB.*memory_limit_mb)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "function f(n) { return f(n + 1) + 1; } f(0);",
        "function f(n) { return [n].map(f)[0] + 1; } f(0);",
        "function f(n) { return eval('f(n + 1)') + 1; } f(0);",
        "var o = {toString: function() { return '' + this + 1; }}; '' + o;",
      })
  void recursionWithoutEndIsEndedWithItsLine(String endless) {
    ScriptFault fault = fault(LONG, "var a = 1;", endless);
    assertThat(fault.toString()).contains("script.js:2").containsIgnoringCase("deep");
  }

  @Test
  void dataThatGrowsWithoutEndIsEndedWithItsLine() {
    ScriptFault fault =
        fault(LONG, "var a = [];", "while (true) a.push(new Array(10000).join('x'));");
    assertThat(fault.toString()).contains("script.js:2", "postern.trigger.memory_limit_mb");
  }

  @Test
  void outputWithoutEndIsEndedWithItsLine() {
    ScriptFault fault = fault(LONG, "", "while (true) print('again and again');");
    assertThat(fault.toString()).contains("script.js:2", "postern.trigger.max_output");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.Runtime.getRuntime().exec('true');",
        "new java.lang.ProcessBuilder('true').start();",
        "java.lang.Class.forName('java.lang.Runtime');",
        "''.getClass().forName('java.lang.Runtime');",
        "new java.lang.String('').getClass().forName('java.lang.Runtime');",
        "new java.io.FileWriter('x');",
        "new java.io.FileOutputStream('x');",
        "new java.io.PrintWriter('x');",
        "new java.net.Socket('127.0.0.1', 25);",
        "new java.net.URL('http://127.0.0.1/').openStream();",
        "new javax.mail.URLName('http://127.0.0.1/').getURL().getHost();",
        "var s = javax.mail.Session.getInstance(null);" + "s.getProviders()[0].getProtocol();",
        "Packages.org.mozilla.javascript.Context.getCurrentContext();",
        "Packages.org.postern.triggers.internal.run.CurrentRun.get();",
        "Packages.java.nio.file.Files.readAllBytes(null);",
        "java.util.TimeZone.setDefault(null);",
        "java.util.Locale.setDefault(null);",
        "bsf.getClass().getClassLoader();",
        "new Packages.java.util.Scanner('x');",
        "java.lang.System.load('x');",
      })
  void classesThatReachOutAreNotThere(String reaching) {
    assertThat(fault(LONG, reaching).toString()).contains("script.js:1");
  }

  @Test
  void mailsWithoutEndAreEndedWithTheirLine() {
    ScriptFault fault =
        fault(
            LONG,
            "var eb = bsf.lookupBean('siEnvironmentBean');",
            "while (true) eb.sendmail('a@example.com', 'b@example.org', 's', 't');");
    assertThat(fault.toString()).contains("script.js:2", "postern.trigger.max_mails");
  }

  @Test
  void aClassCanBeAllowedByItsName() {
    Runs runs = new Runs(folder);
    TriggerLimits more = limits(Duration.ofSeconds(50), 200L << 20, "java.net.InetAddress");
    TriggerResult result =
        runs.runner()
            .limits(more)
            .build()
            .run(
                runs.script(
                    "print(Packages.java.net.InetAddress.getByName('127.0.0.1').isLoopbackAddress());"));
    assertThat(Runs.printed(result)).isEqualTo("true");
  }
}
