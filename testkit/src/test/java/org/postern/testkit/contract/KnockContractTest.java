package org.postern.testkit.contract;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.testkit.FakeSmtpServerBuilder;
import org.postern.testkit.SaslVerifier;

/** The whole of what a plug-in author writes to have a strategy tested. */
class KnockContractTest extends AuthStrategyContract {

  private static final String WORD = "open-sesame-4711";

  @Override
  protected AuthStrategyProvider provider() {
    return new KnockProvider();
  }

  @Override
  protected void accept(FakeSmtpServerBuilder mailServer) {
    SaslVerifier door =
        dialogue ->
            new String(dialogue.firstResponse(), StandardCharsets.UTF_8).equals(WORD)
                ? Optional.of("visitor")
                : Optional.empty();
    mailServer.mechanism("X-KNOCK", door);
  }

  @Override
  protected void settings(MailSettings.Builder settings) {
    settings.set(KnockProvider.WORD, Secret.of(WORD));
  }

  @Override
  protected Set<String> secrets() {
    return Set.of(WORD);
  }
}
