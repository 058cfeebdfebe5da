package org.postern.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Sends whatever a test says, right or wrong, and reads whole replies. */
final class RawSmtpClient implements AutoCloseable {

  /** In milliseconds; longer than any machine stalls. */
  private static final int PATIENCE = 60_000;

  private Socket socket;
  private BufferedReader in;
  private OutputStream out;

  RawSmtpClient(FakeSmtpServer server) throws IOException {
    this(server, "127.0.0.1");
  }

  RawSmtpClient(FakeSmtpServer server, String address) throws IOException {
    use(new Socket(address, server.port()));
    socket.setSoTimeout(PATIENCE);
  }

  RawSmtpClient(int port) throws IOException {
    use(new Socket("127.0.0.1", port));
    socket.setSoTimeout(PATIENCE);
  }

  private void use(Socket next) throws IOException {
    socket = next;
    in =
        new BufferedReader(
            new InputStreamReader(next.getInputStream(), StandardCharsets.ISO_8859_1));
    out = next.getOutputStream();
  }

  /** A client that has read the greeting. */
  static RawSmtpClient greeted(FakeSmtpServer server) throws IOException {
    RawSmtpClient client = new RawSmtpClient(server);
    client.reply();
    return client;
  }

  void startTls(SSLContext trust) throws IOException {
    SSLSocket tls = (SSLSocket) trust.getSocketFactory().createSocket(socket, "localhost", 0, true);
    tls.startHandshake();
    use(tls);
  }

  /** Sends the line with CRLF and returns the reply, its lines joined by line feeds. */
  String say(String line) throws IOException {
    send(line + "\r\n");
    return reply();
  }

  void send(String characters) throws IOException {
    out.write(characters.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  String reply() throws IOException {
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

  /** Sends this line and returns all that comes until the server ends the connection. */
  String everything(String line) throws IOException {
    send(line + "\r\n");
    StringBuilder all = new StringBuilder();
    try {
      for (int c = in.read(); c >= 0; c = in.read()) {
        all.append((char) c);
      }
    } catch (SocketException reset) {
      // closing with input unread resets the connection, which ends it just as well
      return all.toString();
    }
    return all.toString();
  }

  /** One mail from a@ to b@example.com; the reply to its final dot. */
  String mail(String message) throws IOException {
    say("MAIL FROM:<a@example.com>");
    say("RCPT TO:<b@example.com>");
    say("DATA");
    return say(message + "\r\n.");
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static String unbase64(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
