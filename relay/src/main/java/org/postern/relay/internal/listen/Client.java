package org.postern.relay.internal.listen;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.core.smtp.Visible;

/** Who speaks in a session, as far as it has said so. One thread. */
final class Client {

  private static final Pattern HELLO = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");

  private final Peer peer;
  private String hello = "";
  private boolean extended;
  private Optional<String> user = Optional.empty();

  Client(Peer peer) {
    this.peer = peer;
  }

  /**
   * EHLO or HELO. Names that are no domain are common inside; such as could hide something, not.
   */
  void greets(String name, boolean withExtensions) throws Refused {
    if (!HELLO.matcher(name).matches()) {
      throw Refused.because(501, "5.5.4", "Say your name, such as host.example.com");
    }
    hello = name;
    extended = withExtensions;
  }

  /** What was said before TLS counts no more (RFC 3207 section 4.2). */
  void forget() {
    hello = "";
    extended = false;
    user = Optional.empty();
  }

  void loggedIn(String name) {
    user = Optional.of(name);
  }

  boolean greeted() {
    return !hello.isEmpty();
  }

  boolean extended() {
    return extended;
  }

  Optional<String> user() {
    return user;
  }

  /** RFC 3848, and RFC 6531 section 4.3. */
  String protocol(boolean smtpUtf8) {
    if (!extended) {
      return "SMTP";
    }
    return (smtpUtf8 ? "UTF8SMTP" : "ESMTP")
        + (peer.encrypted() ? "S" : "")
        + (user.isPresent() ? "A" : "");
  }

  /** As Received names it. */
  String traced() {
    return peer.address()
        .map(address -> hello + " (" + literal(address) + ")")
        .orElseGet(() -> "localhost (" + peer.caller() + ")");
  }

  /** For people: {@code smtp [127.0.0.1] erp.example.com user=erp}, or the process of a pipe. */
  String origin() {
    Optional<String> where = peer.address().map(address -> "smtp " + literal(address));
    String named = hello.isEmpty() || where.isEmpty() ? "" : " " + hello;
    return where.orElseGet(peer::caller)
        + named
        + user.map(u -> " user=" + Visible.text(u)).orElse("");
  }

  /** {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]}. */
  static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    String plain = scope < 0 ? text : text.substring(0, scope);
    return address instanceof Inet6Address ? "[IPv6:" + plain + "]" : "[" + plain + "]";
  }
}
