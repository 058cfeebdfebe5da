package org.postern.triggers;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.spi.AuthException;
import org.postern.triggers.host.HostSession;
import org.postern.triggers.internal.beans.Environment;
import org.postern.triggers.internal.beans.Parameters;
import org.postern.triggers.internal.beans.ServerProperties;
import org.postern.triggers.internal.engine.AllowedClasses;
import org.postern.triggers.internal.engine.Engine;
import org.postern.triggers.internal.engine.RunClock;
import org.postern.triggers.internal.run.AllowedFiles;
import org.postern.triggers.internal.run.CurrentRun;
import org.postern.triggers.internal.run.OutboxMail;
import org.postern.triggers.internal.run.RunLog;
import org.postern.triggers.internal.run.RunMail;
import org.postern.triggers.internal.run.ScriptEnd;
import org.postern.triggers.run.ScriptFault;
import org.postern.triggers.run.TriggerLimits;

/** Puts a run together: its session, its mail, its beans; and what it gives into a result. */
final class ScriptRunner implements TriggerRunner {

  private final MailSettings settings;
  private final Function<OutboundMessage, DeliveryResult> outbox;
  private final TriggerLimits limits;
  private final ServerProperties properties;
  private final Optional<AccessTokens> tokens;
  private final Engine engine;

  private ScriptRunner(Parts parts) {
    this.settings = parts.settings;
    this.outbox = parts.outbox;
    this.limits = parts.limits;
    this.properties = parts.properties;
    this.tokens = parts.tokens;
    this.engine = new Engine(AllowedClasses.with(parts.limits.classes()), parts.loader);
  }

  static Builder builder(MailSettings settings, Function<OutboundMessage, DeliveryResult> outbox) {
    return new Parts(settings, outbox);
  }

  @Override
  public TriggerResult run(TriggerRun run) {
    Path script = run.script().toAbsolutePath().normalize();
    RunLog log = new RunLog(String.valueOf(script.getFileName()), limits.outputCharacters());
    RunClock clock = engine.clock(limits);
    RunMail mail =
        new OutboxMail(
            settings, message -> clock.pausedFor(() -> outbox.apply(message)), limits, log);
    Path folder = script.getParent() == null ? script : script.getParent();
    AllowedFiles files = new AllowedFiles(limits.attachments().orElse(folder), folder);
    CurrentRun current = new CurrentRun(mail, files, log, clock::check);
    try (HostSession session = run.host().begin(run.event())) {
      Environment environment =
          new Environment(
              script,
              run.event(),
              run.host().environment(),
              session,
              settings,
              properties,
              this::token,
              current);
      Engine.Ended ended =
          engine.run(
              script,
              clock,
              current,
              environment,
              header -> new Parameters(header, run.parameters(), session, log),
              session);
      return new TriggerResult(
          ending(ended),
          ended.message(),
          ended.fault(),
          mail.sent(),
          log.lines(),
          session.changes(),
          environment.errors());
    } catch (IllegalStateException noSession) {
      return TriggerResult.failed(
          new ScriptFault(
              ScriptFault.Kind.CONFIGURATION,
              String.valueOf(noSession.getMessage()),
              String.valueOf(script.getFileName()),
              java.util.OptionalInt.empty(),
              "",
              java.util.List.of()),
          log.lines());
    }
  }

  private static TriggerResult.Ending ending(Engine.Ended ended) {
    if (ended.fault().isPresent()) {
      return TriggerResult.Ending.FAILED;
    }
    if (ended.complete()) {
      return TriggerResult.Ending.COMPLETED;
    }
    return ended.kind() == ScriptEnd.Kind.VETOED
        ? TriggerResult.Ending.VETOED
        : TriggerResult.Ending.LEFT;
  }

  /** A live token for a script, where that was switched on. */
  private String token() {
    AccessTokens source =
        tokens.orElseThrow(
            () ->
                new IllegalStateException(
                    "getOAuthAccessToken() is switched off, since whoever holds the token can send"
                        + " mail; the script does not need it to send: Postern logs in by itself."
                        + " To switch it on: postern.trigger.access_token=allow"));
    try {
      return source
          .token()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "getOAuthAccessToken(): the auth scheme "
                          + settings.scheme()
                          + " has no access tokens; only oauth has"));
    } catch (AuthException refused) {
      throw new IllegalStateException(refused.getMessage(), refused);
    }
  }

  /** What a runner is made of. */
  private static final class Parts implements Builder {

    private final MailSettings settings;
    private final Function<OutboundMessage, DeliveryResult> outbox;
    private TriggerLimits limits = TriggerLimits.USUAL;
    private ServerProperties properties = new ServerProperties(Map.of());
    private Optional<AccessTokens> tokens = Optional.empty();
    private ClassLoader loader = ScriptRunner.class.getClassLoader();

    Parts(MailSettings settings, Function<OutboundMessage, DeliveryResult> outbox) {
      this.settings = settings;
      this.outbox = outbox;
    }

    @Override
    public Builder limits(TriggerLimits given) {
      limits = given;
      return this;
    }

    @Override
    public Builder serverProperties(Map<String, String> given) {
      properties = new ServerProperties(given);
      return this;
    }

    @Override
    public Builder accessTokens(AccessTokens given) {
      tokens = Optional.of(given);
      return this;
    }

    @Override
    public Builder classLoader(ClassLoader given) {
      loader = given;
      return this;
    }

    @Override
    public TriggerRunner build() {
      return new ScriptRunner(this);
    }
  }
}
