package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.auth.open.OpenProvider;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SecretDecoder;
import org.postern.core.settings.SettingsLoader;
import org.postern.relay.DeliveryKeys;
import org.postern.relay.outbox.SpoolingMailer;
import org.postern.spool.MailId;
import org.postern.testkit.ClosedPort;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.SmtpStep;

/** How long mail waits that is not at fault itself is as the settings say. */
class HoldsTest {

  @TempDir Path folder;

  @Test
  void aFaultOfTheNetworkHasAWaitOfItsOwn() {
    try (ClosedPort nobody = new ClosedPort();
        Post post =
            Post.of(
                Post.settings(new OpenProvider(), folder)
                    .set(CoreKeys.PORT, nobody.port())
                    .set(DeliveryKeys.HOLD, Duration.ofSeconds(1))
                    .set(DeliveryKeys.HOLD_NETWORK, Duration.ofHours(2)),
                Clock.systemUTC())) {
      post.send("a@example.org");
      Post.await().until(() -> post.delivery().status().held().isPresent());

      assertThat(post.delivery().status().nextTry().orElseThrow())
          .isAfter(Instant.now().plus(Duration.ofMinutes(110)));
    }
  }

  @Test
  void theMailOfARefusedSenderWaitsAsLongAsTheSettingsSay() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post =
            Post.of(
                Post.settings(server, folder).set(DeliveryKeys.HOLD_SENDER, Duration.ofHours(2)),
                Clock.systemUTC())) {
      server.at(SmtpStep.MAIL).reply("550 5.1.8 Access denied, bad outbound sender");
      MailId refused = post.send(Optional.of("spammer@example.com"), "a@example.org");
      Post.await().until(() -> post.line(refused, "a@example.org").trouble().isPresent());

      assertThat(post.line(refused, "a@example.org").due())
          .isAfter(Instant.now().plus(Duration.ofMinutes(110)));
    }
  }

  @Test
  void theWaitsOfAClosedRouteDoubleUpToTheLongest() throws Exception {
    Duration longest = Duration.ofMillis(4);
    RouteGate gate = new RouteGate(longest);
    for (int i = 0; i < 6; i++) {
      gate.close("down", Optional.empty(), Duration.ofMillis(1));
      assertThat(gate.untilNextTry()).isLessThanOrEqualTo(longest);
      assertThat(gate.await(Duration.ofMinutes(1))).isEqualTo(RouteGate.Pass.TRY_ONE);
    }
    gate.close("the day is used up", Optional.empty(), Duration.ofHours(20));
    assertThat(gate.untilNextTry()).isGreaterThan(Duration.ofHours(19));
  }

  @Test
  void aLongestWaitThatIsShorterThanTheFirstIsRefusedWithItsLine() throws Exception {
    MailSettings settings = loaded("postern.queue.hold=30m", "postern.queue.hold_longest=20m");

    assertThatThrownBy(() -> DeliveryKeys.check(settings))
        .hasMessageContaining("is.properties:3")
        .hasMessageContaining("postern.queue.hold_longest")
        .hasMessageContaining("is shorter than postern.queue.hold,");
  }

  @Test
  void withoutALongestWaitItIsTenMinutesOrTheFirst() throws Exception {
    assertThat(Holds.of(loaded("").values()).longest()).isEqualTo(Duration.ofMinutes(10));
    assertThat(Holds.of(loaded("postern.queue.hold=30m").values()).longest())
        .isEqualTo(Duration.ofMinutes(30));
  }

  private MailSettings loaded(String... lines) throws Exception {
    Files.writeString(
        folder.resolve("is.properties"),
        CoreKeys.HOST.name() + "=localhost\n" + String.join("\n", lines) + "\n");
    Files.writeString(folder.resolve("security.properties"), "");
    return new SettingsLoader(List.of(new OpenProvider()), SpoolingMailer.keys())
        .load(folder, SecretDecoder.PLAIN);
  }
}
