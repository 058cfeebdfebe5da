package org.postern.triggers;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.DeliveryResult;
import org.postern.triggers.run.TriggerLimits;

/**
 * Runs trigger scripts. Thread safe: one for the whole application, many runs at once, each with a
 * scope of its own. Compiled scripts are kept and compiled anew when their file changes.
 */
public interface TriggerRunner {

  /**
   * A runner whose mail leaves as these settings say.
   *
   * @param settings what scripts are told of the mail server, and whose user the sender policy
   *     compares with
   * @param outbox takes each mail, normally {@code mailer::send}; a test or a dry run keeps it
   */
  static Builder builder(MailSettings settings, Function<OutboundMessage, DeliveryResult> outbox) {
    return ScriptRunner.builder(settings, outbox);
  }

  /**
   * Runs a script on the calling thread and waits for its end. Whatever is wrong with the script is
   * in the result; nothing that a script does is thrown.
   */
  TriggerResult run(TriggerRun run);

  /** Collects what a runner needs; not thread safe. */
  interface Builder {

    /** Limits; default {@link TriggerLimits#USUAL}. */
    Builder limits(TriggerLimits limits);

    /**
     * What {@code getServerConfigurationProperty} gives, by name, normally both property files as
     * they are. Secrets are withheld from scripts by the runner.
     */
    Builder serverProperties(Map<String, String> properties);

    /** Gives {@code getOAuthAccessToken()} its tokens; default: it is refused. */
    Builder accessTokens(AccessTokens tokens);

    /** Where classes are looked for that Postern does not have; default: Postern's own loader. */
    Builder classLoader(ClassLoader loader);

    /** Makes the runner. */
    TriggerRunner build();
  }

  /** Hands live access tokens to scripts. */
  @FunctionalInterface
  interface AccessTokens {

    /**
     * A token that is valid now; empty where the scheme has none.
     *
     * @throws org.postern.core.spi.AuthException when none can be had
     */
    Optional<String> token() throws org.postern.core.spi.AuthException;
  }
}
