package org.example;

import java.nio.file.Path;
import java.util.List;
import org.postern.auth.oauth.OAuthProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SecretDecoder;
import org.postern.core.settings.SettingsLoader;

public class SendOne {
  public static void main(String[] args) {
    AuthStrategies strategies = AuthStrategies.of(new OAuthProvider());
    MailSettings settings =
        new SettingsLoader(strategies.schemes(), List.of())
            .load(Path.of(args[0]), SecretDecoder.PLAIN);
    OutboundMessage message =
        OutboundMessage.builder().from(args[1]).to(args[2]).subject("Grüße").text("你好").build();
    try (Mailer mailer = Mailer.open(settings, strategies)) {
      mailer.send(message).recipients().forEach(r -> System.out.println(r.outcome()));
    }
  }
}
