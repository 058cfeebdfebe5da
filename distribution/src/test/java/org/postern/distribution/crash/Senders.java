package org.postern.distribution.crash;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Clients that hand in one mail after the other, and remember for which they read 250. */
final class Senders {

  private static final int CLIENTS = 6;
  private static final int LARGE = 5_000_000;

  private final String name;
  private final long seed;
  private final AtomicInteger number = new AtomicInteger();
  private final Set<String> promised = ConcurrentHashMap.newKeySet();
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean over;

  /**
   * @param name no other senders of the test have it
   */
  Senders(String name, long seed) {
    this.name = name;
    this.seed = seed;
  }

  /** What is to arrive, as {@code id recipient}. */
  Set<String> promised() {
    return promised;
  }

  /** However slow the machine is just now: what nobody was promised proves nothing. */
  void awaitPromised(int recipients) {
    Awaitility.await().until(() -> promised.size() >= recipients);
  }

  /** They begin; each ends when its connection does, or when it is told to. */
  void begin(int port) {
    over = false;
    clients.clear();
    for (int i = 0; i < CLIENTS; i++) {
      Random random = new Random(seed * 31 + number.get() * 7L + i);
      Thread client = new Thread(() -> submit(port, random), "sender-" + i);
      clients.add(client);
      client.start();
    }
  }

  /** After the mail that each hands in. */
  void end() throws InterruptedException {
    over = true;
    awaitEnd();
  }

  void awaitEnd() throws InterruptedException {
    for (Thread client : clients) {
      client.join();
    }
  }

  private void submit(int port, Random random) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      Lines.read(in);
      say(out, in, "HELO sender.test");
      while (!over) {
        mail(in, out, random);
      }
    } catch (IOException killed) {
      // that is what this is about
    }
  }

  private void mail(InputStream in, OutputStream out, Random random) throws IOException {
    String id = name + "-" + number.incrementAndGet();
    int recipients = 1 + random.nextInt(3);
    if (!say(out, in, "MAIL FROM:<app@example.com>").startsWith("250")) {
      throw new IOException("the server stops");
    }
    for (int i = 0; i < recipients; i++) {
      say(out, in, "RCPT TO:<r" + i + "@example.org>");
    }
    if (!say(out, in, "DATA").startsWith("354")) {
      throw new IOException("the server cannot keep it");
    }
    out.write(Lines.written(id, size(random)));
    if (Lines.read(in).startsWith("250")) {
      for (int i = 0; i < recipients; i++) {
        promised.add(id + " r" + i + "@example.org");
      }
    }
  }

  /** Most are small. */
  private static int size(Random random) {
    return switch (random.nextInt(200)) {
      case 0 -> LARGE;
      case 1, 2, 3, 4, 5 -> 400_000;
      default -> 1_000 + random.nextInt(20_000);
    };
  }

  private static String say(OutputStream out, InputStream in, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    return Lines.read(in);
  }
}
