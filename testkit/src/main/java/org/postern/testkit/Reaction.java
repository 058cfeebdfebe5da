package org.postern.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/**
 * What the SMTP server does at some step instead of what a good server does: one act, or several in
 * a row by {@link #then}. Where a 2yz or 3yz reply is scripted, the server goes on as if it had
 * meant it: a scripted 250 to RCPT accepts the recipient, a scripted 251 to the final dot keeps the
 * mail. Immutable.
 */
public final class Reaction {

  /** One act. */
  @FunctionalInterface
  interface Act {
    /**
     * Returns the code of the reply that it sent, or {@link #NO_REPLY}, or {@link #PROCEED}.
     *
     * @param store keeps the mail, where one has come; before the client can know that it was
     */
    int perform(SmtpWire wire, String line, Runnable store) throws IOException;
  }

  /** The server said nothing that a client could take for a reply. */
  static final int NO_REPLY = 0;

  /** The server now does what a good one does. */
  static final int PROCEED = -1;

  private final List<Act> acts;

  private Reaction(List<Act> acts) {
    this.acts = List.copyOf(acts);
  }

  private static Reaction of(Act act) {
    return new Reaction(List.of(act));
  }

  /** These lines, each with its code, CRLF added. */
  public static Reaction reply(String... lines) {
    return raw(String.join("\r\n", lines) + "\r\n");
  }

  /** A reply made from the line that the client sent, for servers that echo it; CRLF added. */
  public static Reaction replyTo(UnaryOperator<String> reply) {
    return of((wire, line, store) -> say(wire, bytes(reply.apply(line) + "\r\n"), store));
  }

  /** These characters as bytes (ISO 8859-1), nothing added, in one packet. */
  public static Reaction raw(String characters) {
    return raw(bytes(characters));
  }

  /** These bytes, in one packet. */
  public static Reaction raw(byte[] bytes) {
    byte[] copy = bytes.clone();
    return of((wire, line, store) -> say(wire, copy, store));
  }

  /** These characters, one byte at a time, that far apart. */
  public static Reaction trickle(String characters, Duration pace) {
    return of(
        (wire, line, store) -> {
          wire.slowDown(pace);
          return say(wire, bytes(characters), store);
        });
  }

  /** The same characters again and again until the client goes away. */
  public static Reaction endless(String unit) {
    return of(
        (wire, line, store) -> {
          wire.flood(bytes(unit));
          return NO_REPLY;
        });
  }

  /** Closes the connection in good order. */
  public static Reaction close() {
    return of(
        (wire, line, store) -> {
          wire.close();
          return NO_REPLY;
        });
  }

  /** Closes the connection by a TCP reset. */
  public static Reaction reset() {
    return of(
        (wire, line, store) -> {
          wire.reset();
          return NO_REPLY;
        });
  }

  /** Says nothing more; reads and drops what comes until the client goes away. */
  public static Reaction hang() {
    return of(
        (wire, line, store) -> {
          wire.drain();
          return NO_REPLY;
        });
  }

  /** Says nothing more and reads nothing more, so that the client's writes get stuck. */
  public static Reaction stall() {
    return of(
        (wire, line, store) -> {
          wire.stall();
          return NO_REPLY;
        });
  }

  /** At the final dot: keeps the mail, though no reply says so. */
  public static Reaction store() {
    return of(
        (wire, line, store) -> {
          store.run();
          return NO_REPLY;
        });
  }

  /** Waits until a test opens the latch. */
  public static Reaction await(CountDownLatch latch) {
    return of(
        (wire, line, store) -> {
          ServerThreads.await(latch);
          return NO_REPLY;
        });
  }

  /** Lets this much time pass. */
  public static Reaction pause(Duration time) {
    return of(
        (wire, line, store) -> {
          ServerThreads.pause(time);
          return NO_REPLY;
        });
  }

  /** What a good server does at this step; ends a row that began with a wait. */
  public static Reaction proceed() {
    return of((wire, line, store) -> PROCEED);
  }

  /**
   * The first bytes of a server that knows TLS 1.0 and nothing newer, in answer to a ClientHello.
   */
  public static Reaction tls10() {
    return of(
        (wire, line, store) -> {
          wire.awaitClient();
          wire.sendRaw(ServerTls.tls10Hello());
          wire.drain();
          return NO_REPLY;
        });
  }

  /** What it would have said, one byte at a time, that far apart. */
  public static Reaction slow(Duration pace) {
    return of(
        (wire, line, store) -> {
          wire.slowDown(pace);
          return PROCEED;
        });
  }

  /** This, and then that. */
  public Reaction then(Reaction next) {
    List<Act> all = new ArrayList<>(acts);
    all.addAll(next.acts);
    return new Reaction(all);
  }

  /** Performs all acts; the last one that replied or proceeds decides. */
  int perform(SmtpWire wire, String line, Runnable store) throws IOException {
    int result = NO_REPLY;
    for (Act act : acts) {
      int outcome = act.perform(wire, line, store);
      result = outcome == NO_REPLY ? result : outcome;
    }
    return result;
  }

  /** A server that says yes has done it: whoever reads the reply finds the mail. */
  private static int say(SmtpWire wire, byte[] reply, Runnable store) throws IOException {
    if (SmtpWire.code(reply) / 100 == 2) {
      store.run();
    }
    return wire.sendRaw(reply);
  }

  private static byte[] bytes(String characters) {
    return characters.getBytes(StandardCharsets.ISO_8859_1);
  }
}
