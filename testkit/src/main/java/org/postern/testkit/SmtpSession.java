package org.postern.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** What the server saw on one connection, kept up to date while it lasts. Thread safe. */
public final class SmtpSession {

  private final int number;
  private final SeenLog seen;
  private boolean asked;
  private final String localAddress;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> linesInClear = new CopyOnWriteArrayList<>();
  private final List<ReceivedMail> mails = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<String> violations = new CopyOnWriteArrayList<>();
  private volatile Optional<String> tlsProtocol = Optional.empty();
  private volatile Optional<String> user = Optional.empty();
  private volatile Optional<String> mechanism = Optional.empty();
  private volatile BooleanSupplier login = () -> true;
  private volatile boolean ended;
  private volatile boolean past;

  SmtpSession(int number, String localAddress, SeenLog seen) {
    this.number = number;
    this.seen = seen;
    this.localAddress = localAddress;
  }

  /** The number of this connection, from 1. */
  public int number() {
    return number;
  }

  /** The address of the server that was connected to. */
  public String localAddress() {
    return localAddress;
  }

  /**
   * Every line that the client sent outside messages, without CRLF, in order. Holds what the client
   * logged in with: for asserting, not for printing; see {@link #transcript()}.
   */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** Of {@link #lines()}, those that came without TLS. */
  public List<String> linesInClear() {
    return List.copyOf(linesInClear);
  }

  /** The verbs of the commands, in upper case and in order; answers to a 334 count as {@code *}. */
  public List<String> verbs() {
    return transcript().stream()
        .map(line -> line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT))
        .toList();
  }

  /** As {@link #lines()}, whatever was sent to log in replaced by asterisks. */
  public List<String> transcript() {
    return lines.stream().map(SmtpSession::masked).toList();
  }

  private static String masked(String line) {
    if (line.regionMatches(true, 0, "AUTH ", 0, 5)) {
      String[] parts = line.split(" ", 3);
      return parts.length < 3 ? line : parts[0] + " " + parts[1] + " ********";
    }
    return line.matches("(?is)(EHLO|HELO|STARTTLS|MAIL|RCPT|DATA|RSET|NOOP|QUIT|VRFY|HELP)\\b.*")
        ? line
        : "********";
  }

  /** {@code TLSv1.3} or the like; empty while the connection is in clear. */
  public Optional<String> tlsProtocol() {
    return tlsProtocol;
  }

  /** Who logged in; empty without a login. */
  public Optional<String> user() {
    return user;
  }

  /** By which SASL mechanism; empty without a login. */
  public Optional<String> mechanism() {
    return mechanism;
  }

  /** The mails that came on this connection. */
  public List<ReceivedMail> mails() {
    return List.copyOf(mails);
  }

  /** What the client did against the rules of SMTP; empty for a good client. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  /** True once the connection is over. */
  public boolean ended() {
    return ended;
  }

  /** Left out from now on, unless it does more than to say farewell. */
  void forget() {
    past = true;
  }

  /** True where nothing but its end has come since it was forgotten. */
  boolean past() {
    return past;
  }

  void received(String line) {
    if (!line.equalsIgnoreCase("QUIT")) {
      past = false;
    }
    lines.add(line);
    saw(SeenLog.Kind.CLIENT, asked ? response(line) : command(line));
    if (tlsProtocol.isEmpty()) {
      linesInClear.add(line);
    }
  }

  private String response(String line) {
    SmtpMask.secrets(line).forEach(seen::secret);
    return line.isEmpty() || line.equals("*") ? line : SeenLog.MASK;
  }

  private String command(String line) {
    String[] parts = line.split(" ", 3);
    if (parts.length == 3 && parts[0].equalsIgnoreCase("AUTH")) {
      SmtpMask.secrets(parts[2]).forEach(seen::secret);
      return parts[0] + " " + parts[1] + " " + SeenLog.MASK;
    }
    return line;
  }

  /** What the server has said; may be less than a line, or several. */
  void said(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    asked = text.startsWith("334");
    text.lines().forEach(line -> saw(SeenLog.Kind.SERVER, line));
  }

  void noted(String event) {
    saw(SeenLog.Kind.NOTE, event);
  }

  private void saw(SeenLog.Kind kind, String text) {
    seen.add(SeenLog.Source.SMTP, number, kind, text);
  }

  void secured(String protocol) {
    noted(protocol);
    tlsProtocol = Optional.of(protocol);
  }

  void loggedIn(String name, String by) {
    user = Optional.of(name);
    mechanism = Optional.of(by);
  }

  void holdsWhile(BooleanSupplier good) {
    login = good;
  }

  boolean loginHolds() {
    return login.getAsBoolean();
  }

  void kept(ReceivedMail mail) {
    mails.add(mail);
  }

  void violated(String rule) {
    if (violations.addIfAbsent(rule)) {
      noted("breach: " + rule);
    }
  }

  void end() {
    ended = true;
    noted("end of connection");
  }

  /** Number, user and commands; no secret. */
  @Override
  public String toString() {
    return "connection " + number + " " + user.orElse("nobody") + " " + transcript();
  }
}
