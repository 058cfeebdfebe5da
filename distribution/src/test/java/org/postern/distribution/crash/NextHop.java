package org.postern.distribution.crash;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.distribution.cli.Conf;

/**
 * A mail server that takes mail of any size, remembers who got which, and now and then puts a
 * recipient off, hangs up before it has a mail, or hangs up when it has one and has not said so.
 */
final class NextHop implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  private final Random random;
  private final Map<String, Integer> copies = new ConcurrentHashMap<>();
  private final Map<String, Integer> unconfirmed = new ConcurrentHashMap<>();
  private final Set<String> damaged = ConcurrentHashMap.newKeySet();

  NextHop(long seed) throws IOException {
    this.random = new Random(seed);
    daemon(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /**
   * Writes the settings of a relay before this server, which tries again at once.
   *
   * @param more lines of {@code is.properties}
   */
  Path relayBefore(Path conf, String... more) {
    return Conf.files(
        conf,
        """
        mksis.logging.email.server.hostname=127.0.0.1
        mksis.logging.email.server.port=%d
        postern.relay.listen=127.0.0.1:0
        postern.health.listen=none
        postern.queue.retry=1s
        postern.queue.hold=1s
        postern.queue.hold_network=1s
        %s
        """
            .formatted(port(), String.join("\n", more)),
        "");
  }

  /** How often each mail arrived for each recipient, as {@code id recipient}. */
  Map<String, Integer> copies() {
    return copies;
  }

  /** How often it kept each and hung up on it: so often it has to come again. */
  Map<String, Integer> unconfirmed() {
    return unconfirmed;
  }

  /** Mails that are not what was handed in. */
  Set<String> damaged() {
    return damaged;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        daemon(() -> serve(client));
      }
    } catch (IOException closed) {
      // the end of the test
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private boolean oneOf(int many) {
    synchronized (random) {
      return random.nextInt(many) == 0;
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true); // its replies to a group of commands are written one by one
      InputStream in = new BufferedInputStream(client.getInputStream(), 65_536);
      OutputStream out = client.getOutputStream();
      say(out, "220 next.test");
      List<String> recipients = new ArrayList<>();
      for (String line = Lines.read(in); !line.startsWith("QUIT"); line = Lines.read(in)) {
        if (line.startsWith("EHLO")) {
          say(out, "250-next.test\r\n250 PIPELINING");
        } else if (line.startsWith("RCPT")) {
          boolean later = oneOf(40);
          say(out, later ? "450 4.2.1 later" : "250 2.1.5 Ok");
          if (!later) {
            recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
          }
        } else if (line.startsWith("DATA")) {
          if (recipients.isEmpty()) {
            say(out, "554 5.5.1 nobody");
          } else if (!data(in, out, recipients)) {
            return;
          }
          recipients.clear();
        } else {
          recipients.clear();
          say(out, "250 2.0.0 Ok");
        }
      }
    } catch (IOException hungUp) {
      // a relay that was killed
    }
  }

  /** False where it hangs up. */
  private boolean data(InputStream in, OutputStream out, List<String> recipients)
      throws IOException {
    if (oneOf(60)) {
      return false;
    }
    say(out, "354 go on");
    Lines.Mail mail = Lines.mail(in);
    if (!mail.isWhole()) {
      damaged.add(mail.id());
    }
    boolean hangUp = oneOf(60);
    for (String recipient : recipients) {
      String copy = mail.id() + " " + recipient;
      if (hangUp) {
        unconfirmed.merge(copy, 1, Integer::sum);
      }
      copies.merge(copy, 1, Integer::sum);
    }
    if (!hangUp) {
      say(out, "250 2.0.0 kept");
    }
    return !hangUp;
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
