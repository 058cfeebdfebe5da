package org.postern.relay.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Sessions of clients beyond this host, whose way others can listen to. */
class FarSessionTest {

  private static final String LOGIN = "AUTH PLAIN AGVycABzZWNyZXQ=\r\n";

  private int asked;

  private static Rules rules(boolean loginInClear) {
    return Sample.login(loginInClear);
  }

  private String hear(Rules rules, LoginGuard guard, String said) throws Exception {
    Door door =
        new Door(
            size -> {},
            () -> {
              throw new IllegalStateException("no mail in these tests");
            },
            (intake, arrival) -> intake.id(),
            (user, password) -> ++asked > 0 && password.reveal().equals("secret"),
            new Tally());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Session(new Far(new Lines(said), out), rules, door, guard, Clock.systemUTC()).run();
    return out.toString(StandardCharsets.US_ASCII);
  }

  private static LoginGuard patient() {
    return new LoginGuard(Clock.systemUTC(), Duration.ZERO);
  }

  @Test
  void noPasswordIsAskedForInClear() throws Exception {
    String heard = hear(rules(false), patient(), "EHLO me\r\n" + LOGIN);
    assertThat(heard).contains("250-STARTTLS", "538 5.7.11").doesNotContain("250-AUTH");
    assertThat(asked).isZero();
  }

  @Test
  void unlessTheAdministratorSaysSo() throws Exception {
    assertThat(hear(rules(true), patient(), "EHLO me\r\n" + LOGIN))
        .contains("250-AUTH", "235 2.7.0");
  }

  @Test
  void afterTooManyFailuresNoPasswordIsEvenLookedAt() throws Exception {
    LoginGuard guard = patient();
    String wrong = "AUTH PLAIN AGVycAB4\r\n";
    String heard = hear(rules(true), guard, "EHLO me\r\n" + wrong.repeat(12) + LOGIN);
    assertThat(heard.lines().filter(line -> line.startsWith("535"))).hasSize(10);
    assertThat(heard.lines().filter(line -> line.startsWith("454 4.7.0"))).hasSize(3);
    assertThat(asked).isEqualTo(10);
  }

  @Test
  void oneProgramWithAWrongPasswordKeepsNoOtherUserOut() throws Exception {
    LoginGuard guard = patient();
    hear(rules(true), guard, "EHLO me\r\n" + login("scanner", "x").repeat(12));
    assertThat(hear(rules(true), guard, "EHLO me\r\n" + login("scanner", "secret")))
        .contains("454 4.7.0");
    assertThat(hear(rules(true), guard, "EHLO me\r\n" + LOGIN)).contains("235 2.7.0");
  }

  @Test
  void atACrowdedAddressWhoLoggedInLatelyGoesOnAndNobodyElseLearnsWhoThatIs() throws Exception {
    LoginGuard guard = patient();
    hear(rules(true), guard, "EHLO me\r\n" + LOGIN);
    for (int i = 0; i < LoginGuard.MOST_OF_ADDRESS; i++) {
      guard.failed(Network.literal("192.0.2.1").orElseThrow(), "guessed" + i);
    }
    int before = asked;
    String known = hear(rules(true), guard, "EHLO me\r\n" + login("erp", "wrong"));
    assertThat(asked).isEqualTo(before + 1);
    String stranger = hear(rules(true), guard, "EHLO me\r\n" + login("other", "secret"));
    assertThat(asked).isEqualTo(before + 1);
    assertThat(known).contains("454 4.7.0").isEqualTo(stranger);
    assertThat(hear(rules(true), guard, "EHLO me\r\n" + LOGIN)).contains("235 2.7.0");
  }

  @Test
  void aResponseWithoutEndEndsTheSession() throws Exception {
    String endless = "x".repeat(2 * 1024 * 1024);
    String heard =
        hear(rules(true), patient(), "EHLO me\r\nAUTH PLAIN\r\n" + endless + "\r\nNOOP\r\n");
    assertThat(heard).contains("334 ").endsWith("500 5.5.6 The line is too long, or no base64\r\n");
  }

  private static String login(String user, String password) {
    String response = "\0" + user + "\0" + password;
    return "AUTH PLAIN "
        + Base64.getEncoder().encodeToString(response.getBytes(StandardCharsets.US_ASCII))
        + "\r\n";
  }

  /** One line each time it is read, as a client that waits for replies sends them. */
  private static final class Lines extends InputStream {

    private final ByteArrayInputStream bytes;

    Lines(String text) {
      bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("nobody reads single bytes here");
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = 0;
      int b = bytes.read();
      while (b >= 0) {
        into[offset + count++] = (byte) b;
        if (b == '\n' || count == length) {
          return count;
        }
        b = bytes.read();
      }
      return count == 0 ? -1 : count;
    }
  }

  private record Far(InputStream in, OutputStream out) implements Peer {

    @Override
    public int read(byte[] buffer, long deadline) throws IOException {
      return in.read(buffer);
    }

    @Override
    public boolean somethingCame() {
      return false;
    }

    @Override
    public Optional<InetAddress> address() {
      return Network.literal("192.0.2.1");
    }

    @Override
    public boolean encrypted() {
      return false;
    }

    @Override
    public void encrypt(SSLContext context) {
      throw new UnsupportedOperationException("no TLS in these tests");
    }

    @Override
    public void allow(long deadline) {}

    @Override
    public void waiting(long since, boolean between) {}

    @Override
    public void busy() {}

    @Override
    public void goodbye() {}

    @Override
    public Optional<Reply> farewell() {
      return Optional.empty();
    }
  }
}
