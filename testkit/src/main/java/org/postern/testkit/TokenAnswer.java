package org.postern.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/**
 * What the token endpoint answers once: good, wrong, or broken on the way. Immutable; every method
 * returns a changed copy, so answers can be kept in constants and tables.
 *
 * <pre>{@code
 * endpoint.next(TokenAnswer.error(503, "temporarily_unavailable", "later").header("Retry-After", "2"));
 * endpoint.next(TokenAnswer.token().field("expires_in", "\"3600\""));
 * endpoint.next(TokenAnswer.token().slowBody(Duration.ofMillis(200)));
 * }</pre>
 */
public final class TokenAnswer {

  /** How the bytes leave, or do not. */
  enum Fault {
    NONE,
    /** The head one byte at a time. */
    SLOW_HEADERS,
    /** The body one byte at a time. */
    SLOW_BODY,
    /** Nothing at all until the client gives up. */
    HANG,
    /** The stream ends after some bytes of the body. */
    CUT,
    /** TCP reset instead of an answer. */
    RESET
  }

  private static final String JSON = "application/json;charset=UTF-8";

  private final int status;
  private final Map<String, String> headers;
  private final Optional<String> body;
  private final Map<String, Optional<String>> fields;
  private final UnaryOperator<byte[]> encoding;
  private final Fault fault;
  private final Duration pace;
  private final int cut;
  private final long padding;
  private final int tokenLength;
  private final Optional<CountDownLatch> gate;

  private TokenAnswer(Draft draft) {
    status = draft.status;
    headers = draft.headers;
    body = draft.body;
    fields = draft.fields;
    encoding = draft.encoding;
    fault = draft.fault;
    pace = draft.pace;
    cut = draft.cut;
    padding = draft.padding;
    tokenLength = draft.tokenLength;
    gate = draft.gate;
  }

  /** The good answer: checks the client, then issues a token. */
  public static TokenAnswer token() {
    return new TokenAnswer(new Draft());
  }

  /** This status with this body, no questions asked. */
  public static TokenAnswer status(int status, String contentType, String body) {
    return token()
        .with(
            draft -> {
              draft.status = status;
              draft.headers.put("Content-Type", contentType);
              draft.body = Optional.of(body);
            });
  }

  /** An OAuth error (RFC 6749 section 5.2). */
  public static TokenAnswer error(int status, String error, String description) {
    return status(
        status,
        JSON,
        "{\"error\":" + quote(error) + ",\"error_description\":" + quote(description) + "}");
  }

  /**
   * An error in the words of Microsoft's v2.0 endpoint.
   *
   * @param number of the AADSTS code, such as 7000215
   * @param text what follows the number in {@code error_description}
   */
  public static TokenAnswer microsoftError(int status, String error, int number, String text) {
    String time =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'")
            .withZone(ZoneOffset.UTC)
            .format(Instant.now());
    String trace = UUID.randomUUID().toString();
    String correlation = UUID.randomUUID().toString();
    String description =
        "AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s"
            .formatted(number, text, trace, correlation, time);
    Map<String, String> members = new LinkedHashMap<>();
    members.put("error", quote(error));
    members.put("error_description", quote(description));
    members.put("error_codes", "[" + number + "]");
    members.put("timestamp", quote(time));
    members.put("trace_id", quote(trace));
    members.put("correlation_id", quote(correlation));
    members.put("error_uri", quote("https://login.microsoftonline.com/error?code=" + number));
    return status(status, JSON, json(members));
  }

  /** A JSON body as it stands, with status 200. */
  public static TokenAnswer json(String body) {
    return status(200, JSON, body);
  }

  /** A page for people, such as a captive portal or a proxy shows. */
  public static TokenAnswer html(int status) {
    return status(
        status, "text/html", "<!DOCTYPE html><html><body><h1>Please log in</h1></body></html>");
  }

  /** A redirect (301, 302, 303, 307, 308). */
  public static TokenAnswer redirect(int status, String location) {
    return status(status, "text/plain", "moved").header("Location", location);
  }

  /** A well-formed JSON text nested this deep. */
  public static TokenAnswer deep(int levels) {
    return json("{\"x\":" + "[".repeat(levels) + "]".repeat(levels) + "}");
  }

  /** A gzip body that swells to this many bytes. */
  public static TokenAnswer bomb(int bytes) {
    return json("{\"x\":\"" + "0".repeat(bytes) + "\"}").gzip();
  }

  /** Never answers; the connection stays open until the client or the server is closed. */
  public static TokenAnswer hang() {
    return token().with(draft -> draft.fault = Fault.HANG);
  }

  /** Resets the connection once the request has been read. */
  public static TokenAnswer reset() {
    return token().with(draft -> draft.fault = Fault.RESET);
  }

  /** Sets a header. */
  public TokenAnswer header(String name, String value) {
    return with(draft -> draft.headers.put(name, value));
  }

  /**
   * In the good answer, sets a member of the JSON object to this raw JSON text: {@code "3600"}
   * without or with quotes, {@code null}, {@code -1}.
   */
  public TokenAnswer field(String name, String rawJson) {
    return with(draft -> draft.fields.put(name, Optional.of(rawJson)));
  }

  /** In the good answer, leaves a member of the JSON object out. */
  public TokenAnswer without(String name) {
    return with(draft -> draft.fields.put(name, Optional.empty()));
  }

  /** In the good answer, issues a token of this many characters. */
  public TokenAnswer tokenLength(int characters) {
    return with(draft -> draft.tokenLength = characters);
  }

  /** The body gzipped, and said so. */
  public TokenAnswer gzip() {
    return with(draft -> draft.encoding = TokenAnswer::zipped).header("Content-Encoding", "gzip");
  }

  /** The body after a UTF-8 byte order mark. */
  public TokenAnswer bom() {
    return with(
        draft ->
            draft.encoding = bytes -> ("\uFEFF" + utf8(bytes)).getBytes(StandardCharsets.UTF_8));
  }

  /** The body in that charset instead of UTF-8. */
  public TokenAnswer charset(Charset charset) {
    return with(draft -> draft.encoding = bytes -> utf8(bytes).getBytes(charset));
  }

  /** Pads the body with this many blanks, written as they go, never held in memory. */
  public TokenAnswer giant(long bytes) {
    return with(draft -> draft.padding = bytes);
  }

  /** The head one byte at a time, that far apart. */
  public TokenAnswer slowHeaders(Duration pace) {
    return slow(Fault.SLOW_HEADERS, pace);
  }

  /** The body one byte at a time, that far apart. */
  public TokenAnswer slowBody(Duration pace) {
    return slow(Fault.SLOW_BODY, pace);
  }

  /** Ends the stream after this many bytes of the body. */
  public TokenAnswer cutAfter(int bytes) {
    return with(
        draft -> {
          draft.fault = Fault.CUT;
          draft.cut = bytes;
        });
  }

  /** Waits for the latch before answering: so a test decides when. */
  public TokenAnswer after(CountDownLatch latch) {
    return with(draft -> draft.gate = Optional.of(latch));
  }

  private TokenAnswer slow(Fault kind, Duration between) {
    return with(
        draft -> {
          draft.fault = kind;
          draft.pace = between;
        });
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** The raw body; empty where a token is to be issued. */
  Optional<String> body() {
    return body;
  }

  int tokenLength() {
    return tokenLength;
  }

  Fault fault() {
    return fault;
  }

  Duration pace() {
    return pace;
  }

  int cut() {
    return cut;
  }

  long padding() {
    return padding;
  }

  Optional<CountDownLatch> gate() {
    return gate;
  }

  byte[] encode(String text) {
    return encoding.apply(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The JSON object of the good answer, with the members changed as asked for. */
  String object(Map<String, String> members) {
    Map<String, String> all = new LinkedHashMap<>(members);
    fields.forEach(
        (name, value) -> value.ifPresentOrElse(raw -> all.put(name, raw), () -> all.remove(name)));
    return json(all);
  }

  /** A JSON object of these members, whose values are raw JSON. */
  static String json(Map<String, String> members) {
    List<String> parts = new ArrayList<>();
    members.forEach((name, raw) -> parts.add(quote(name) + ":" + raw));
    return "{" + String.join(",", parts) + "}";
  }

  static String quote(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private TokenAnswer with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new TokenAnswer(draft);
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] zipped(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  /** The status and the fault; the body may hold a token. */
  @Override
  public String toString() {
    return status + (fault == Fault.NONE ? "" : " " + fault);
  }

  /** The same, while it is being changed. */
  private static final class Draft {
    private int status = 200;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Optional<String> body = Optional.empty();
    private final Map<String, Optional<String>> fields = new LinkedHashMap<>();
    private UnaryOperator<byte[]> encoding = UnaryOperator.identity();
    private Fault fault = Fault.NONE;
    private Duration pace = Duration.ZERO;
    private int cut;
    private long padding;
    private int tokenLength = 40;
    private Optional<CountDownLatch> gate = Optional.empty();

    private Draft() {
      headers.put("Content-Type", JSON);
      headers.put("Cache-Control", "no-store");
    }

    private Draft(TokenAnswer answer) {
      status = answer.status;
      headers.putAll(answer.headers);
      body = answer.body;
      fields.putAll(answer.fields);
      encoding = answer.encoding;
      fault = answer.fault;
      pace = answer.pace;
      cut = answer.cut;
      padding = answer.padding;
      tokenLength = answer.tokenLength;
      gate = answer.gate;
    }
  }
}
