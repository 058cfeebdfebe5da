package org.postern.distribution.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.core.settings.SettingValues;
import org.postern.core.smtp.MailAddress;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.wiring.BundleFolders;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Intake;
import org.postern.spool.MailId;
import org.postern.spool.Settlement;
import org.postern.spool.Spool;
import org.postern.spool.SpoolRecipient;
import org.postern.spool.sql.Spools;

/** The spool of a folder of settings, filled by tests. */
public final class SpoolOfTest {

  private final Path conf;

  public SpoolOfTest(Path conf) {
    this.conf = conf;
  }

  /** Leaves a mail there. */
  public MailId mail(String sender, String... recipients) {
    String text = "Subject: " + sender + "\r\n\r\ntext\r\n";
    return mail(text.getBytes(StandardCharsets.US_ASCII), sender, recipients);
  }

  /** Leaves a mail of so many bytes there. */
  public MailId large(String sender, int size) {
    byte[] text = new byte[size];
    Arrays.fill(text, (byte) 'x');
    return mail(text, sender, "b@example.org");
  }

  private MailId mail(byte[] text, String sender, String... recipients) {
    try (Spool spool = open();
        Intake intake = spool.receive()) {
      intake.body().write(text);
      List<SpoolRecipient> to =
          List.of(recipients).stream().map(MailAddress::parse).map(SpoolRecipient::of).toList();
      return intake.commit(
          new Arrival(
              Optional.of(MailAddress.parse(sender)),
              to,
              Optional.empty(),
              Optional.empty(),
              false,
              "<1@example.com>",
              "smtp [127.0.0.1] erp.example.com"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Gives up all that is due, with this trouble. */
  public void giveUp(String why) {
    try (Spool spool = open()) {
      for (Claim claim : spool.claim(100, Duration.ofMinutes(1))) {
        List<Settlement> dead =
            claim.due().stream()
                .<Settlement>map(
                    due ->
                        new Settlement.Dead(
                            due.recipient().address(),
                            new Settlement.Trouble(why, Optional.of("example-id"))))
                .toList();
        spool.settle(claim, dead, List.of());
      }
    }
  }

  /** As its server. */
  public Spool open() {
    return Spools.open(settings());
  }

  /** Beside its server. */
  public Spool guest() {
    return Spools.guest(settings());
  }

  private SettingValues settings() {
    Configuration configuration =
        Configuration.of(conf, new BundleFolders(Optional.of(conf.getParent())));
    return configuration.load(Plugins.none(), Secrets.unread()).values();
  }
}
