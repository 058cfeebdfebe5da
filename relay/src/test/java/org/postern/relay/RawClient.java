package org.postern.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Sends whatever a test says, right or wrong, and reads whole replies. */
public final class RawClient implements AutoCloseable {

  private Socket socket;
  private BufferedReader in;
  private OutputStream out;

  private RawClient(Socket socket) throws IOException {
    use(socket);
    socket.setSoTimeout((int) Patient.LONG.toMillis());
    socket.setTcpNoDelay(true);
  }

  private void use(Socket next) throws IOException {
    socket = next;
    in =
        new BufferedReader(
            new InputStreamReader(next.getInputStream(), StandardCharsets.ISO_8859_1));
    out = next.getOutputStream();
  }

  /** A client that has not read the greeting. */
  static RawClient connected(RunningListener relay) throws IOException {
    return new RawClient(new Socket("127.0.0.1", relay.port()));
  }

  /** As {@link #connected}, to another listener. */
  public static RawClient to(int port) throws IOException {
    return new RawClient(new Socket("127.0.0.1", port));
  }

  /** As {@link #connected}, from another address of this host. */
  static RawClient connected(RunningListener relay, String from) throws IOException {
    return new RawClient(
        new Socket(
            InetAddress.getByName("127.0.0.1"), relay.port(), InetAddress.getByName(from), 0));
  }

  /** A client that has read the greeting. */
  static RawClient greeted(RunningListener relay) throws IOException {
    RawClient client = connected(relay);
    client.reply();
    return client;
  }

  /** A client that has said EHLO too. */
  static RawClient ready(RunningListener relay) throws IOException {
    RawClient client = greeted(relay);
    client.say("EHLO client.example.com");
    return client;
  }

  RawClient secured(SSLContext trust) throws IOException {
    SSLSocket tls = (SSLSocket) trust.getSocketFactory().createSocket(socket, "localhost", 0, true);
    tls.startHandshake();
    use(tls);
    return this;
  }

  /** Sends the line with CRLF and returns the reply, its lines joined by line feeds. */
  public String say(String line) throws IOException {
    send(line + "\r\n");
    return reply();
  }

  public void send(String characters) throws IOException {
    send(characters.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** One reply; EOF where the connection has ended. */
  public String reply() throws IOException {
    StringBuilder reply = new StringBuilder();
    while (true) {
      String line = in.readLine();
      if (line == null) {
        return reply + "EOF";
      }
      reply.append(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        return reply.toString();
      }
      reply.append('\n');
    }
  }

  /** MAIL, RCPT and DATA for one mail from a@ to b@example.com. */
  RawClient begun() throws IOException {
    say("MAIL FROM:<a@example.com>");
    say("RCPT TO:<b@example.com>");
    String begun = say("DATA");
    if (!begun.startsWith("354")) {
      throw new IOException(begun);
    }
    return this;
  }

  /** One mail; the reply to its final dot. */
  String mail(String message) throws IOException {
    begun();
    return say(message + "\r\n.");
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
