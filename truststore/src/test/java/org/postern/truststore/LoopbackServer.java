package org.postern.truststore;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server on 127.0.0.1 that takes connections one by one and does one thing to each. */
final class LoopbackServer implements AutoCloseable {

  private static final char[] PASSWORD = "test".toCharArray();

  private final ServerSocket listener;
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final CountDownLatch served = new CountDownLatch(1);

  private LoopbackServer(ServerSocket listener) {
    this.listener = listener;
  }

  interface Talk {
    void with(Socket client, LoopbackServer server) throws IOException;
  }

  static LoopbackServer start(Talk talk) {
    try {
      LoopbackServer server =
          new LoopbackServer(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
      Thread thread = new Thread(() -> server.serve(talk), "loopback-server");
      thread.setDaemon(true);
      thread.start();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** TLS from the first byte; then reads until the client leaves. */
  static LoopbackServer implicit(PrivateKey key, List<X509Certificate> chain, String... protocols) {
    SSLContext context = context(key, chain);
    return start((client, server) -> server.tls(client, context, protocols));
  }

  static LoopbackServer implicit(Cert cert) {
    return implicit(cert.keys().getPrivate(), cert.chain());
  }

  /** TLS 1.2, where the refusal of a client without certificate breaks the handshake itself. */
  static LoopbackServer wantingClientCertificate(Cert cert) {
    SSLContext context = context(cert.keys().getPrivate(), cert.chain());
    return start(
        (client, server) -> {
          SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(client, null, true);
          tls.setUseClientMode(false);
          tls.setNeedClientAuth(true);
          tls.setEnabledProtocols(new String[] {"TLSv1.2"});
          tls.startHandshake();
        });
  }

  /** SMTP with the given lines; the last is the answer to STARTTLS, TLS follows it. */
  static LoopbackServer startTls(Cert cert, String greeting, String hello, String ready) {
    SSLContext context = context(cert.keys().getPrivate(), cert.chain());
    return start(
        (client, server) -> {
          OutputStream out = client.getOutputStream();
          say(out, greeting);
          server.hear(client);
          say(out, hello);
          server.hear(client);
          say(out, ready);
          server.tls(client, context);
        });
  }

  static LoopbackServer startTls(Cert cert) {
    return startTls(
        cert,
        "220-mail.example.com ESMTP\r\n220 hello\r\n",
        "250-mail.example.com\r\n250-SIZE 1000\r\n250-StartTLS\r\n250 8BITMIME\r\n",
        "220 2.0.0 go on\r\n");
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What clients sent, in clear and inside TLS, after the first connection has ended. */
  List<String> heard() throws InterruptedException {
    if (!served.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("no client was served");
    }
    return List.copyOf(heard);
  }

  static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private void serve(Talk talk) {
    while (!listener.isClosed()) {
      try (Socket client = listener.accept()) {
        client.setSoTimeout(60_000);
        talk.with(client, this);
      } catch (IOException clientLeft) {
        // a client that refuses us leaves in its own way
      } finally {
        served.countDown();
      }
    }
  }

  private void tls(Socket client, SSLContext context, String... protocols) throws IOException {
    SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(client, null, true);
    tls.setUseClientMode(false);
    if (protocols.length > 0) {
      tls.setEnabledProtocols(protocols);
    }
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(tls.getInputStream(), StandardCharsets.ISO_8859_1));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      heard.add(line);
    }
  }

  /** One line, byte by byte: what follows belongs to TLS. */
  void hear(Socket client) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = client.getInputStream().read(); c != '\n' && c >= 0; ) {
      line.append((char) c);
      c = client.getInputStream().read();
    }
    heard.add(line.toString().strip());
  }

  private static SSLContext context(PrivateKey key, List<X509Certificate> chain) {
    try {
      // JKS takes any chain, PKCS#12 checks it: broken chains are what we are here for
      KeyStore keys = KeyStore.getInstance("JKS");
      keys.load(null, null);
      keys.setKeyEntry("server", key, PASSWORD, chain.toArray(X509Certificate[]::new));
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(keys, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
