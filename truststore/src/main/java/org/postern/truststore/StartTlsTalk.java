package org.postern.truststore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The few words of SMTP before TLS: greeting, EHLO, STARTTLS (RFC 3207). Bounded in line length and
 * number of lines; the deadline is the caller's, who closes the socket.
 */
final class StartTlsTalk {

  private static final int LINE_LIMIT = 8192;
  private static final int LINES_LIMIT = 512;

  private final Socket socket;
  private final String peer;
  private final InputStream in;

  StartTlsTalk(Socket socket, String peer) throws IOException {
    this.socket = socket;
    this.peer = peer;
    // unbuffered: what follows the 220 belongs to TLS, or was put there by somebody else
    this.in = socket.getInputStream();
  }

  /** After it, the next byte on the socket belongs to TLS. */
  void upgrade() throws IOException {
    List<String> greeting = reply("greeting");
    if (!greeting.get(0).startsWith("220")) {
      throw refused("greets with", greeting, "try later, or ask the server's owner");
    }
    List<String> hello = command("EHLO " + addressLiteral(socket.getLocalAddress()));
    if (!hello.get(0).startsWith("250")) {
      throw refused("answers EHLO with", hello, "STARTTLS needs EHLO; check the port");
    }
    if (hello.stream().noneMatch(StartTlsTalk::isStartTls)) {
      throw new ChainFetchException(
          peer
              + ": offers no STARTTLS; turn it on there, or use the port that has TLS (587 or 465)");
    }
    List<String> ready = command("STARTTLS");
    if (!ready.get(0).startsWith("220")) {
      throw refused("answers STARTTLS with", ready, "mend TLS on the server");
    }
    if (in.available() > 0) {
      throw new ChainFetchException(
          peer
              + ": sends text between its answer to STARTTLS and TLS, as somebody in between would"
              + " to inject commands; nothing more is sent, check the way to the server");
    }
  }

  private List<String> command(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return reply("answer to " + line.split(" ", 2)[0]);
  }

  private List<String> reply(String what) throws IOException {
    List<String> lines = new ArrayList<>();
    String line;
    do {
      line = line(what);
      if (!line.matches("[2-5]\\d\\d([ -].*)?")) {
        throw new ChainFetchException(
            peer
                + ": does not speak SMTP, its "
                + what
                + " is \""
                + Printable.text(line)
                + "\"; check the port");
      }
      lines.add(line);
      if (lines.size() > LINES_LIMIT) {
        throw new ChainFetchException(
            peer + ": its " + what + " is over " + LINES_LIMIT + " lines; this is no mail server");
      }
    } while (line.length() > 3 && line.charAt(3) == '-');
    return lines;
  }

  private String line(String what) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new ChainFetchException(
            peer
                + ": closes the connection before its "
                + what
                + "; check the port, and whether the server lets this host in");
      }
      if (line.size() >= LINE_LIMIT) {
        throw new ChainFetchException(
            peer + ": does not speak SMTP, its " + what + " is an endless line; check the port");
      }
      line.write(octet);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private ChainFetchException refused(String verb, List<String> reply, String remedy) {
    return new ChainFetchException(
        peer + ": " + verb + " \"" + Printable.text(reply.get(0)) + "\"; " + remedy);
  }

  private static boolean isStartTls(String line) {
    return line.length() > 4
        && line.substring(4).strip().toUpperCase(Locale.ROOT).equals("STARTTLS");
  }

  /** RFC 5321 section 4.1.3; our own name is nobody's business here. */
  private static String addressLiteral(InetAddress local) {
    String text = local.getHostAddress();
    int zone = text.indexOf('%');
    String bare = zone < 0 ? text : text.substring(0, zone);
    return local instanceof Inet6Address ? "[IPv6:" + bare + "]" : "[" + bare + "]";
  }
}
