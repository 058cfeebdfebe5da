package org.postern.testkit;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * When the server reacts otherwise than a good one; begun by {@link FakeSmtpServer#at}, in force
 * from {@link #will} (or {@link #reply} and the others) on. Without a restriction it holds every
 * time. Thread safe once in force.
 */
public final class SmtpRule {

  private final SmtpStep step;
  private final Consumer<SmtpRule> register;
  private Predicate<String> line = any -> true;
  private Predicate<SmtpSession> session = any -> true;
  private int nth;
  private int times = Integer.MAX_VALUE;
  private long bytes;
  private int matches;
  private int fired;
  private Reaction reaction = Reaction.proceed();

  SmtpRule(SmtpStep step, Consumer<SmtpRule> register) {
    this.step = step;
    this.register = register;
  }

  /** Only the nth time that the rest of the rule matches, counted over all connections from 1. */
  public SmtpRule nth(int n) {
    nth = n;
    return this;
  }

  /** At most this often. */
  public SmtpRule times(int limit) {
    times = limit;
    return this;
  }

  /** At most once. */
  public SmtpRule once() {
    return times(1);
  }

  /** Only where the command's path is this address. */
  public SmtpRule forRecipient(String address) {
    String path = "<" + address.toLowerCase(Locale.ROOT) + ">";
    return when(command -> command.toLowerCase(Locale.ROOT).contains(path));
  }

  /** Only where the line that came, without CRLF, is such. */
  public SmtpRule when(Predicate<String> condition) {
    line = line.and(condition);
    return this;
  }

  /** Only on the nth connection to the server, from 1. */
  public SmtpRule onConnection(int n) {
    session = session.and(it -> it.number() == n);
    return this;
  }

  /** Only while the connection is encrypted. */
  public SmtpRule overTls() {
    session = session.and(it -> it.tlsProtocol().isPresent());
    return this;
  }

  /**
   * At {@link SmtpStep#BODY}: once this many bytes of the message have been read. At {@link
   * SmtpStep#OUTPUT} and {@link SmtpStep#INPUT}: once this many bytes of SMTP have gone or come,
   * inside TLS or not; such a rule is looked for when a connection comes.
   */
  public SmtpRule afterBytes(long count) {
    bytes = count;
    return this;
  }

  /** Puts the rule in force; of several that match, the newest counts. */
  public void will(Reaction scripted) {
    reaction = scripted;
    register.accept(this);
  }

  /** As {@link #will} with {@link Reaction#reply}. */
  public void reply(String... lines) {
    will(Reaction.reply(lines));
  }

  /** As {@link #will} with {@link Reaction#close}. */
  public void close() {
    will(Reaction.close());
  }

  /** As {@link #will} with {@link Reaction#reset}. */
  public void reset() {
    will(Reaction.reset());
  }

  /** As {@link #will} with {@link Reaction#hang}. */
  public void hang() {
    will(Reaction.hang());
  }

  /** True where the rule applies now; counts the match. */
  synchronized boolean fires(SmtpStep now, String received, SmtpSession current) {
    if (now != step || fired >= times || !session.test(current) || !line.test(received)) {
      return false;
    }
    matches++;
    if (nth != 0 && matches != nth) {
      return false;
    }
    fired++;
    return true;
  }

  synchronized boolean unused() {
    return fired == 0;
  }

  SmtpStep step() {
    return step;
  }

  long bytes() {
    return bytes;
  }

  Reaction reaction() {
    return reaction;
  }
}
