package org.postern.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.ImporterTopLevel;
import org.mozilla.javascript.Script;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.postern.auth.open.OpenProvider;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.triggers.TriggerResult;
import org.postern.triggers.TriggerRun;
import org.postern.triggers.TriggerRunner;
import org.postern.triggers.fixture.Fixture;
import org.postern.triggers.run.KeptMail;

/**
 * What a run costs beyond the script itself: the same compiled script by {@link TriggerRunner}, and
 * by bare Rhino in a fresh scope, in the same way of running (interpreted), as the peer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TriggerOverhead {

  private static final String EMPTY = "1;";

  private static final String LOOP =
      "var sum = 0; for (var i = 0; i < 10000; i++) { sum += i % 7; } sum;";

  /** Which script: one that does nothing, or one that counts for about a millisecond. */
  @Param({"empty", "loop"})
  public String script;

  private TriggerRunner runner;
  private TriggerRun run;
  private ContextFactory bare;
  private Script compiled;

  /** Compiles for both. */
  @Setup
  public void prepare() throws IOException {
    String source = script.equals("empty") ? EMPTY : LOOP;
    Path folder = Files.createTempDirectory("postern-benchmark");
    Path file = Files.writeString(folder.resolve("script.js"), source);
    // older than the cache distrusts
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    Path fixture =
        Files.writeString(
            folder.resolve("fixture.yaml"),
            "items: {1: {Type: A}}\nchange: {item: 1, fields: {State: B}}\n");
    MailSettings settings =
        MailSettings.builder(List.of(new OpenProvider()))
            .set(CoreKeys.HOST, "mail.example.com")
            .build();
    runner = TriggerRunner.builder(settings, KeptMail::accepted).build();
    run = TriggerRun.of(file, Fixture.read(fixture));
    bare =
        new ContextFactory() {
          @Override
          protected Context makeContext() {
            Context context = super.makeContext();
            context.setInterpretedMode(true);
            context.setLanguageVersion(Context.VERSION_ES6);
            return context;
          }
        };
    compiled = bare.call(context -> context.compileString(source, "script.js", 1, null));
  }

  /** By Postern: cache, session, beans, limits, a fresh scope. */
  @Benchmark
  public TriggerResult postern() {
    return runner.run(run);
  }

  /** By Rhino alone: a fresh scope. */
  @Benchmark
  public Object rhino() {
    return bare.call(
        context -> {
          ImporterTopLevel scope = new ImporterTopLevel(context);
          return compiled.exec(context, scope, scope);
        });
  }
}
