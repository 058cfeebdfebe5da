package org.postern.auth.oauth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP proxy that does CONNECT; every name leads to this host. */
final class LoopbackProxy implements AutoCloseable {

  private final ServerSocket server;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Optional<String> login;
  private final Thread accepting;
  private volatile int status = 200;

  private LoopbackProxy(Optional<String> login) throws IOException {
    this.login =
        login.map(
            pair ->
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    accepting = begin(this::accept);
  }

  static LoopbackProxy open() throws IOException {
    return new LoopbackProxy(Optional.empty());
  }

  static LoopbackProxy wanting(String user, String password) throws IOException {
    return new LoopbackProxy(Optional.of(user + ":" + password));
  }

  /** From now on it answers with this. */
  void answers(int code) {
    status = code;
  }

  /** What it was asked for: {@code idp.example.com:443}. */
  List<String> asked() {
    return asked;
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getLocalPort());
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      begin(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      String head = head(client.getInputStream());
      while (login.isPresent() && !head.contains("Proxy-Authorization: " + login.get())) {
        say(
            client,
            "HTTP/1.1 407 Proxy Authentication Required\r\n"
                + "Proxy-Authenticate: Basic realm=\"lab\"\r\nContent-Length: 0\r\n\r\n");
        head = head(client.getInputStream());
      }
      String target = head.split(" ")[1];
      asked.add(target);
      if (status != 200) {
        say(client, "HTTP/1.1 " + status + " no\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
      try (Socket there = new Socket(InetAddress.getLoopbackAddress(), port)) {
        say(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        begin(() -> there.getInputStream().transferTo(client.getOutputStream()));
        client.getInputStream().transferTo(there.getOutputStream());
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("gone");
      }
      text.append((char) next);
    }
    return text.toString();
  }

  private static void say(Socket client, String text) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  /** Nobody is answered any more when this returns. */
  @Override
  public void close() throws IOException {
    server.close();
    try {
      accepting.join(); // a thread in accept() holds the port a moment longer
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread begin(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException ended) {
                // one side has closed
              }
            },
            "proxy");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** What a thread does until a socket closes. */
  private interface Work {
    void run() throws IOException;
  }
}
