package org.postern.core.internal.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.Credentials;

/** What the tests of the SMTP client share. */
final class Fixture {

  /** Longer than any machine stalls; nothing but a bug waits for it. */
  static final Duration LONG = Duration.ofMinutes(1);

  static final AuthStrategy OPEN = Credentials.None::new;

  private Fixture() {}

  static Route route(int port) {
    return route(port, limits(LONG));
  }

  static Route route(int port, TimeLimits limits) {
    try {
      return new Route(
          "localhost",
          port,
          TlsMode.NONE,
          Optional.of("client.test"),
          limits,
          SSLContext.getDefault(),
          host -> List.of(InetAddress.getByName("127.0.0.1")),
          KnownFaults.BUILT_IN);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static TimeLimits limits(Duration each) {
    TimeLimit limit = new TimeLimit(each, "postern.smtp.timeout.test");
    return new TimeLimits(limit, limit, limit, limit, limit, limit, limit, TimeLimits.FAREWELL);
  }

  /** Of a client that waits for each answer to its QUIT, so that the server has counted it. */
  static TimeLimits polite() {
    TimeLimit limit = new TimeLimit(LONG, "postern.smtp.timeout.test");
    return new TimeLimits(limit, limit, limit, limit, limit, limit, limit, limit);
  }

  static PoolLimits pool(int connections) {
    return new PoolLimits(connections, LONG, LONG, 100, LONG);
  }

  static SmtpClient client(Route route, AuthStrategy strategy) {
    return new SmtpClient(route, pool(3), strategy, Runnable::run);
  }

  static Envelope envelope(String... recipients) {
    return Envelope.of(
        MailAddress.parse("sender@example.com"),
        Arrays.stream(recipients).map(MailAddress::parse).toList());
  }

  static MessageBody body(String text) {
    return new Text(text.getBytes(StandardCharsets.UTF_8));
  }

  static MessageBody mail() {
    return body("Subject: hello\r\n\r\nhello\r\n");
  }

  private record Text(byte[] bytes) implements MessageBody {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public boolean eightBit() {
      for (byte b : bytes) {
        if (b < 0) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean utf8Headers() {
      return false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(bytes);
    }
  }
}
