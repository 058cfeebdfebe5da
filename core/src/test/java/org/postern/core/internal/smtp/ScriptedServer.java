package org.postern.core.internal.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that follows a script for each connection and remembers what it heard. */
final class ScriptedServer implements AutoCloseable {

  private final ServerSocket listener;
  private final Thread accepting;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** What happens on one connection; numbers begin with 1. */
  interface Script {
    void play(Peer peer, int connection) throws IOException;
  }

  ScriptedServer(Script script) throws IOException {
    listener = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    accepting = daemon(() -> accept(script));
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Every line of every connection, in order of arrival. */
  List<String> heard() {
    return heard;
  }

  int connections() {
    return connections.get();
  }

  int mostOpen() {
    return mostOpen.get();
  }

  @Override
  public void close() throws IOException {
    stop();
  }

  /** Cuts all connections and takes no more. */
  void stop() throws IOException {
    stopped.countDown();
    listener.close();
    try {
      accepting.join(); // a thread in accept() holds the port a moment longer
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept(Script script) {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        daemon(() -> serve(script, socket, connections.incrementAndGet()));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Script script, Socket socket, int number) {
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    AtomicBoolean counted = new AtomicBoolean(true);
    try (socket) {
      socket.setTcpNoDelay(true);
      script.play(new Peer(socket, counted), number);
    } catch (IOException gone) {
      // the client has left, which the test sees on its side
    } finally {
      uncount(counted);
    }
  }

  private void uncount(AtomicBoolean counted) {
    if (counted.getAndSet(false)) {
      open.decrementAndGet();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "scripted-server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** The server's end of one connection. */
  final class Peer {

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    private final AtomicBoolean counted;

    private Peer(Socket socket, AtomicBoolean counted) throws IOException {
      this.socket = socket;
      this.counted = counted;
      this.in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      this.out = socket.getOutputStream();
    }

    /** Sends these lines at once. */
    void say(String... lines) throws IOException {
      out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    void sayRaw(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** The next line; empty once the client has closed. */
    Optional<String> hear() throws IOException {
      String line = in.readLine();
      if (line != null) {
        heard.add(line);
      }
      return Optional.ofNullable(line);
    }

    /** The message up to its final dot. */
    String hearMessage() throws IOException {
      StringBuilder message = new StringBuilder();
      for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
        if (line == null) {
          throw new IOException("closed within the message");
        }
        message.append(line).append("\r\n");
      }
      return message.toString();
    }

    /** Hears one line and answers. */
    void exchange(String answer) throws IOException {
      hear();
      say(answer);
    }

    /** Ends with a reset instead of a close. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Waits until the client goes away. */
    void hang() throws IOException {
      while (in.read() >= 0) {
        // nothing to say
      }
    }

    /** Neither reads nor speaks until the server is stopped. */
    void stall() {
      try {
        stopped.await();
      } catch (InterruptedException ending) {
        Thread.currentThread().interrupt();
      }
    }

    /** A good server from here on: EHLO with these capabilities, then mail until QUIT. */
    void serveWell(String... capabilities) throws IOException {
      for (Optional<String> line = hear(); line.isPresent(); line = hear()) {
        String verb = line.get().split("[ :]")[0];
        switch (verb) {
          case "EHLO" -> ehlo(capabilities);
          case "DATA" -> {
            say("354 go on");
            hearMessage();
            say("250 2.0.0 queued");
          }
          case "QUIT" -> {
            uncount(counted); // before the client can know, and open the next
            say("221 bye");
            return;
          }
          default -> say("250 ok");
        }
      }
    }

    void ehlo(String... capabilities) throws IOException {
      StringBuilder reply = new StringBuilder();
      for (String capability : capabilities) {
        reply.append("250-").append(capability).append("\r\n");
      }
      say("250-fake.test\r\n" + reply + "250 HELP");
    }
  }
}
