package org.postern.triggers.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postern.core.settings.AuthScheme;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingKey;
import org.postern.triggers.TriggerResult;
import org.postern.triggers.TriggerRun;
import org.postern.triggers.TriggerRunner;
import org.postern.triggers.fixture.Fixture;
import org.postern.triggers.fixture.FixtureException;
import org.postern.triggers.run.KeptMail;
import org.postern.triggers.run.TriggerLimits;

/**
 * All cases of a folder and of the folders below it. Nothing is sent, and no settings are needed.
 */
public final class TriggerSuite {

  private final Path folder;
  private final TriggerLimits limits;

  private TriggerSuite(Path folder, TriggerLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /**
   * The suite in this folder.
   *
   * @param limits for each run; the sender policy is that of the case
   */
  public static TriggerSuite in(Path folder, TriggerLimits limits) {
    return new TriggerSuite(folder, limits);
  }

  /**
   * The cases, by their names.
   *
   * @throws IOException when the folder cannot be read
   */
  public List<Path> cases() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(TriggerCase.SUFFIX)).sorted().toList();
    }
  }

  /**
   * Runs one case.
   *
   * @param update true: the mails are written as they are now, in place of those expected
   * @throws IOException when expected mails cannot be read or written
   */
  public CaseResult run(Path file, boolean update) throws IOException {
    long started = System.nanoTime();
    List<String> differences = differences(file, update);
    return new CaseResult(
        TriggerCase.name(folder.toAbsolutePath().relativize(file.toAbsolutePath())),
        Duration.ofNanos(System.nanoTime() - started),
        differences);
  }

  private List<String> differences(Path file, boolean update) throws IOException {
    TriggerCase one;
    Fixture fixture;
    try {
      one = TriggerCase.read(file);
      fixture = Fixture.read(one.fixture());
    } catch (IOException unusable) {
      return List.of(file.getFileName() + ": " + unusable.getMessage());
    } catch (FixtureException unusable) {
      return List.of(String.valueOf(unusable.getMessage()));
    }
    TriggerResult result =
        TriggerRunner.builder(settings(one.user()), KeptMail::accepted)
            .limits(limits.withSender(one.sender()))
            .build()
            .run(new TriggerRun(one.script(), fixture, one.event(), one.parameters()));
    return new Comparison(one, result).differences(update);
  }

  /** With a user, that of a login; without one, those of an open relay. */
  private static MailSettings settings(Optional<String> user) {
    MailSettings.Builder builder =
        MailSettings.builder(List.of(new Scheme("open"), new Scheme("login")))
            .set(CoreKeys.HOST, "mail.example.com")
            .set(CoreKeys.SCHEME, user.isPresent() ? "login" : "open");
    user.ifPresent(name -> builder.set(CoreKeys.USER, name));
    return builder.build();
  }

  /** A scheme that is never used to log in. */
  private record Scheme(String scheme) implements AuthScheme {
    @Override
    public Set<SettingKey<?>> keys() {
      return Set.of();
    }
  }
}
