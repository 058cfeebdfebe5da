package org.postern.relay.internal.listen;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import org.postern.core.settings.Secret;
import org.postern.core.smtp.Visible;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** AUTH (RFC 4954) by PLAIN (RFC 4616) and LOGIN, for the local users. One thread. */
final class Login {

  static final String MECHANISMS = "PLAIN LOGIN";

  private static final Logger LOG = LoggerFactory.getLogger(Login.class);
  private static final int LONGEST = 1024;
  private static final Reply TOO_MANY =
      new Reply(
          454,
          "4.7.0",
          "Too many failed logins; wait " + LoginGuard.PENALTY.toMinutes() + " minutes");

  private final Peer peer;
  private final Rules rules;
  private final Door door;
  private final LoginGuard guard;
  private final Wire wire;
  private final CommandReader lines;
  private final Client client;
  private boolean broken;

  Login(
      Peer peer,
      Rules rules,
      Door door,
      LoginGuard guard,
      Wire wire,
      CommandReader lines,
      Client client) {
    this.peer = peer;
    this.rules = rules;
    this.door = door;
    this.guard = guard;
    this.wire = wire;
    this.lines = lines;
    this.client = client;
  }

  /** True where a password may be asked for: nobody on the way can read it. */
  boolean offered() {
    return wanted() && safe() && (peer.encrypted() || !tlsFirst());
  }

  /** True where every AUTH before TLS is refused, on this host too. */
  private boolean tlsFirst() {
    return rules.tls() == Rules.TlsUse.STARTTLS_REQUIRED;
  }

  private boolean wanted() {
    return rules.auth() != Rules.AuthUse.NONE && peer.address().isPresent();
  }

  private boolean safe() {
    return peer.encrypted()
        || rules.loginInClear()
        || peer.address().map(InetAddress::isLoopbackAddress).orElse(true);
  }

  /** The whole exchange; its last reply. */
  Reply run(String argument) throws IOException, Refused {
    if (!client.extended() || !wanted()) {
      throw Refused.because(503, "5.5.1", client.extended() ? "No login here" : "Say EHLO first");
    }
    if (!safe()) {
      throw Refused.because(538, "5.7.11", "Not in clear; say STARTTLS first");
    }
    if (client.user().isPresent()) {
      throw Refused.because(503, "5.5.1", "You are logged in already");
    }
    InetAddress address = peer.address().orElseThrow();
    String[] words = argument.split(" +");
    String initial = words.length > 1 ? words[1] : "";
    return switch (words[0].toUpperCase(Locale.ROOT)) {
      case "PLAIN" -> plain(initial, address);
      case "LOGIN" -> login(initial, address);
      default -> throw Refused.because(504, "5.5.4", "Only " + MECHANISMS + " are known here");
    };
  }

  private Reply plain(String initial, InetAddress address) throws IOException, Refused {
    String response = initial.isEmpty() ? asked("") : decoded(initial);
    String[] fields = response.split("\0", -1);
    if (fields.length != 3) {
      throw Refused.because(501, "5.5.2", "PLAIN has three fields (RFC 4616)");
    }
    if (!fields[0].isEmpty() && !fields[0].equals(fields[1])) {
      throw Refused.because(535, "5.7.8", "Nobody acts for another here");
    }
    return judged(fields[1], fields[2], address);
  }

  private Reply login(String initial, InetAddress address) throws IOException, Refused {
    String name = initial.isEmpty() ? asked("Username:") : decoded(initial);
    return judged(name, asked("Password:"), address);
  }

  private String asked(String challenge) throws IOException, Refused {
    wire.reply(
        new Reply(
            334,
            "",
            Base64.getEncoder().encodeToString(challenge.getBytes(StandardCharsets.US_ASCII))));
    wire.allow(rules.idle());
    CommandReader.Line line = lines.next(CommandReader.AUTH);
    broken = line.kind() == CommandReader.Kind.ENDLESS;
    if (line.kind() != CommandReader.Kind.LINE) {
      throw Refused.because(500, "5.5.6", "The line is too long, or no base64");
    }
    if (line.text().equals("*")) {
      throw Refused.because(501, "5.7.0", "The login is cancelled");
    }
    return decoded(line.text());
  }

  /** True where a response had no end: what follows it is no command, whatever it looks like. */
  boolean broken() {
    return broken;
  }

  private static String decoded(String base64) throws Refused {
    try {
      byte[] bytes = base64.equals("=") ? new byte[0] : Base64.getDecoder().decode(base64);
      if (bytes.length <= LONGEST) {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      }
    } catch (IllegalArgumentException | CharacterCodingException malformed) {
      // answered below
    }
    throw Refused.because(501, "5.5.2", "Not base64 of at most 1024 bytes of UTF-8");
  }

  private Reply judged(String user, String password, InetAddress address) throws Refused {
    long begun = System.nanoTime();
    if (guard.shuts(address, user)) {
      return TOO_MANY;
    }
    boolean crowded = guard.shutsStrangers(address);
    boolean tried = !crowded || guard.knows(address, user);
    if (tried && guard.inTurn(() -> door.logins().verify(user, Secret.of(password)))) {
      guard.succeeded(address, user);
      client.loggedIn(user);
      return new Reply(235, "2.7.0", "Welcome");
    }
    if (tried) {
      door.tally().failedLogin();
      LOG.warn("failed login as \"{}\" by {}", Visible.text(user), client.origin());
    }
    Duration delay = guard.failed(address, user);
    if (crowded) {
      // who is known there must not be told by the answer, nor by its time
      hold(delay.minusNanos(System.nanoTime() - begun));
      return TOO_MANY;
    }
    hold(delay);
    throw Refused.because(535, "5.7.8", "Wrong user name or password");
  }

  private static void hold(Duration time) {
    try {
      Thread.sleep(Math.max(0, time.toMillis()));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
