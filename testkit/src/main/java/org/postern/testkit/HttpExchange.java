package org.postern.testkit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * As much HTTP/1.1 (RFC 9112) as a token endpoint needs, on a bare socket, since a proper server
 * cannot be made to break its own framing.
 */
final class HttpExchange {

  private static final int LINE_LIMIT = 64 * 1024;
  private static final int BODY_LIMIT = 1024 * 1024;

  private final Socket transport;
  private final TokenLog log;
  private final InputStream in;
  private final OutputStream out;

  /**
   * @param socket carries HTTP, perhaps through TLS
   * @param transport the TCP socket below, for a reset
   */
  HttpExchange(Socket socket, Socket transport, TokenLog log) throws IOException {
    this.log = log;
    this.transport = transport;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream());
  }

  /** The next request; empty at the end of the connection. */
  Optional<TokenRequest> read() throws IOException {
    String start = line();
    if (start.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = start.split(" ", 3);
    if (parts.length < 3) {
      throw new IOException("no HTTP request");
    }
    Map<String, List<String>> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = Math.max(0, line.indexOf(':'));
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).get(0));
    if (length > BODY_LIMIT) {
      throw new IOException("request body too long");
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    TokenRequest request = request(parts[0], parts[1], headers, body);
    log.received(request);
    return Optional.of(request);
  }

  private static TokenRequest request(
      String method, String target, Map<String, List<String>> headers, String body) {
    Map<String, String> form = form(body);
    Optional<String[]> basic =
        headers.getOrDefault("authorization", List.of()).stream()
            .findFirst()
            .flatMap(ClientCheck::basic);
    boolean post = form.containsKey("client_secret");
    TokenRequest.ClientAuth auth =
        basic.isPresent()
            ? post ? TokenRequest.ClientAuth.BOTH : TokenRequest.ClientAuth.BASIC
            : post ? TokenRequest.ClientAuth.POST : TokenRequest.ClientAuth.NONE;
    Optional<String> id =
        basic.map(pair -> decode(pair[0])).or(() -> Optional.ofNullable(form.get("client_id")));
    return new TokenRequest(method, target, headers, form, body, auth, id);
  }

  /** The fields of a form body or of a query, decoded; the first value of one that came twice. */
  static Map<String, String> form(String body) {
    Map<String, String> form = new LinkedHashMap<>();
    Arrays.stream(body.split("&"))
        .filter(pair -> !pair.isEmpty())
        .map(pair -> pair.split("=", 2))
        .forEach(pair -> form.putIfAbsent(decode(pair[0]), pair.length < 2 ? "" : decode(pair[1])));
    return form;
  }

  /** Undoes form encoding; what is not form-encoded stands as it is. */
  static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (line.size() > LINE_LIMIT) {
        throw new IOException("request line too long");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** Writes the answer with its faults; false where the connection must end. */
  boolean write(TokenAnswer answer, String text) throws IOException {
    log.answers(answer, text);
    switch (answer.fault()) {
      case HANG -> drain();
      case RESET -> {
        // SO_LINGER 0: closing sends RST instead of FIN
        transport.setSoLinger(true, 0);
        transport.close();
      }
      default -> {
        return send(answer, answer.encode(text));
      }
    }
    return false;
  }

  private boolean send(TokenAnswer answer, byte[] body) throws IOException {
    byte[] head = head(answer, body.length + answer.padding());
    if (answer.fault() == TokenAnswer.Fault.SLOW_HEADERS) {
      ServerThreads.trickle(out, head, answer.pace());
    } else {
      out.write(head);
    }
    switch (answer.fault()) {
      case SLOW_BODY -> ServerThreads.trickle(out, body, answer.pace());
      case CUT -> out.write(body, 0, Math.min(answer.cut(), body.length));
      default -> {
        pad(answer.padding());
        out.write(body);
      }
    }
    out.flush();
    return answer.fault() != TokenAnswer.Fault.CUT;
  }

  private void pad(long length) throws IOException {
    byte[] blanks = " ".repeat(8192).getBytes(StandardCharsets.US_ASCII);
    for (long left = length; left > 0; left -= blanks.length) {
      out.write(blanks, 0, (int) Math.min(left, blanks.length));
    }
  }

  private static byte[] head(TokenAnswer answer, long length) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Scripted\r\n");
    answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: ").append(length).append("\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private void drain() throws IOException {
    while (in.read() >= 0) {
      // waits for the client to give up
    }
    throw new EOFException("client gave up");
  }
}
