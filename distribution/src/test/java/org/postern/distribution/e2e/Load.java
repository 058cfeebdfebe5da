package org.postern.distribution.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that submit one mail after the other, and remember for which they got 250. */
final class Load {

  private final String marker;
  private final AtomicInteger number = new AtomicInteger();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final List<Thread> clients = new ArrayList<>();

  Load(String marker) {
    this.marker = marker;
  }

  /** So many clients begin; each ends when its connection does. */
  void begin(int port, int count) {
    clients.clear();
    for (int i = 0; i < count; i++) {
      Thread client = new Thread(() -> submit(port), "load-" + i);
      clients.add(client);
      client.start();
    }
  }

  void awaitAcknowledged(int count) {
    await()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> acknowledged.size() >= count);
  }

  void end() throws InterruptedException {
    for (Thread client : clients) {
      client.join();
    }
  }

  Set<String> acknowledged() {
    return acknowledged;
  }

  private void submit(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      OutputStream out = socket.getOutputStream();
      in.readLine();
      say(out, in, "HELO load");
      while (true) {
        String id = marker + "-" + number.incrementAndGet();
        say(out, in, "MAIL FROM:<" + Lab.USER + ">");
        say(out, in, "RCPT TO:<inbox@lab.test>");
        say(out, in, "DATA");
        String reply = say(out, in, "Subject: " + id + "\r\n\r\n" + "text\r\n".repeat(200) + ".");
        if (reply.startsWith("250")) {
          acknowledged.add(id);
        }
      }
    } catch (IOException killed) {
      // that is what this is about
    }
  }

  private static String say(OutputStream out, BufferedReader in, String line) throws IOException {
    out.write((line + "\r\n").getBytes(US_ASCII));
    String reply = in.readLine();
    if (reply == null) {
      throw new IOException("the connection ended");
    }
    return reply;
  }
}
