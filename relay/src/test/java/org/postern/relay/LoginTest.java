package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.Secret;

/** AUTH for local users. */
class LoginTest {

  private static final String LISTENER = "postern.relay.listener.users.";

  @TempDir private Path folder;
  private RunningListener relay;

  @BeforeEach
  void start() {
    relay =
        RunningListener.with(
            folder,
            "postern.relay.listen=none",
            LISTENER + "port=0",
            LISTENER + "auth=required",
            "postern.relay.rewrite_sender=envelope",
            "postern.mail.from=account@example.org",
            "postern.relay.sender.erp=erp@example.org");
    relay.users().put("erp", Secret.of("geheim ü"));
    relay.users().put("other", Secret.of("geheim ü"));
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void withoutALoginNoMailIsTaken() throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      assertThat(client.say("MAIL FROM:<a@example.com>")).startsWith("530 5.7.0");
    }
  }

  @Test
  void plainWithItsResponseAtOnce() throws Exception {
    try (RawClient client = RawClient.greeted(relay)) {
      assertThat(client.say("EHLO me")).contains("250-AUTH PLAIN LOGIN");
      assertThat(client.say("AUTH PLAIN " + RawClient.base64("\0erp\0geheim ü")))
          .startsWith("235 2.7.0");
      assertThat(client.mail("x")).startsWith("250");
      assertThat(client.say("AUTH PLAIN " + RawClient.base64("\0erp\0geheim ü")))
          .startsWith("503 5.5.1");
    }
    assertThat(relay.mailbag().only().header()).contains(" with ESMTPA id ");
    assertThat(relay.mailbag().only().arrival().origin()).endsWith(" me user=erp");
    assertThat(relay.mailbag().only().arrival().sender()).hasToString("Optional[erp@example.org]");
  }

  @Test
  void plainWhenItIsAskedForAndAsOneself() throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      assertThat(client.say("AUTH PLAIN")).isEqualTo("334 ");
      assertThat(client.say(RawClient.base64("other\0other\0geheim ü"))).startsWith("235");
      client.mail("x");
    }
    assertThat(relay.mailbag().only().arrival().sender())
        .hasToString("Optional[account@example.org]");
  }

  @Test
  void loginStepByStep() throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      assertThat(client.say("auth login")).isEqualTo("334 " + RawClient.base64("Username:"));
      assertThat(client.say(RawClient.base64("erp")))
          .isEqualTo("334 " + RawClient.base64("Password:"));
      assertThat(client.say(RawClient.base64("geheim ü"))).startsWith("235");
    }
    try (RawClient client = RawClient.ready(relay)) {
      client.say("AUTH LOGIN " + RawClient.base64("erp"));
      assertThat(client.say(RawClient.base64("geheim ü"))).startsWith("235");
    }
  }

  @Test
  void whatIsNoLoginIsNone() throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      assertThat(client.say("AUTH CRAM-MD5")).startsWith("504 5.5.4");
      assertThat(client.say("AUTH PLAIN !")).startsWith("501 5.5.2");
      assertThat(client.say("AUTH PLAIN " + RawClient.base64("erp\0geheim ü")))
          .startsWith("501 5.5.2");
      assertThat(client.say("AUTH PLAIN " + RawClient.base64("other\0erp\0geheim ü")))
          .startsWith("535 5.7.8");
      client.say("AUTH LOGIN");
      assertThat(client.say("*")).startsWith("501 5.7.0");
      client.say("AUTH PLAIN");
      assertThat(client.say("x".repeat(12_000))).startsWith("501 5.5.2");
      client.say("AUTH PLAIN");
      assertThat(client.say("x".repeat(1_000_000))).startsWith("500 5.5.6");
      assertThat(client.say("MAIL FROM:<a@example.com>")).startsWith("530");
      assertThat(relay.listener().status().failedLogins()).isZero();
    }
  }

  @Test
  void aWrongPasswordAndAnUnknownUserAreToldApartByNobody() throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      String wrong = client.say("AUTH PLAIN " + RawClient.base64("\0erp\0nein"));
      String unknown = client.say("AUTH PLAIN " + RawClient.base64("\0nobody\0nein"));
      assertThat(wrong).startsWith("535 5.7.8").isEqualTo(unknown);
      assertThat(client.say("MAIL FROM:<a@example.com>")).startsWith("530");
    }
    assertThat(relay.listener().status().failedLogins()).isEqualTo(2);
  }

  @Test
  void aLoginIsNotPartOfAMail() throws Exception {
    try (RunningListener open =
            RunningListener.with(
                folder,
                "postern.relay.listen=none",
                LISTENER + "port=0",
                LISTENER + "auth=optional");
        RawClient client = RawClient.ready(open)) {
      assertThat(client.say("MAIL FROM:<a@example.com>")).startsWith("250");
      assertThat(client.say("AUTH PLAIN " + RawClient.base64("\0erp\0geheim ü")))
          .startsWith("503 5.5.1");
    }
  }
}
