package org.example;

import java.nio.file.Path;
import org.postern.auth.open.OpenProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SecretDecoder;
import org.postern.core.settings.SettingsLoader;
import org.postern.triggers.TriggerKeys;
import org.postern.triggers.TriggerResult;
import org.postern.triggers.TriggerRun;
import org.postern.triggers.TriggerRunner;
import org.postern.triggers.fixture.Fixture;

public class RunTrigger {
  public static void main(String[] args) {
    Path conf = Path.of(args[0]);
    AuthStrategies strategies = AuthStrategies.of(new OpenProvider());
    MailSettings settings =
        new SettingsLoader(strategies.schemes(), TriggerKeys.all())
            .load(conf, SecretDecoder.PLAIN);
    try (Mailer mailer = Mailer.open(settings, strategies)) {
      TriggerRunner runner =
          TriggerRunner.builder(settings, mailer::send)
              .limits(TriggerKeys.limits(settings.values(), conf))
              .build();
      // your own HostProduct in place of the fixture
      TriggerResult result =
          runner.run(TriggerRun.of(Path.of(args[1]), Fixture.read(Path.of(args[2]))));
      result.fault().ifPresent(System.out::println);
      result.mails().forEach(mail -> System.out.println(mail.result().worst()));
    }
  }
}
