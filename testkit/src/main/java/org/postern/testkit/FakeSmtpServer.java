package org.postern.testkit;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.core.smtp.Deadline;

/**
 * An SMTP server on loopback: by default a good and strict one, that verifies logins truly and
 * keeps what it accepted; at any step it can be told to fail. Thread safe.
 *
 * <pre>{@code
 * try (FakeSmtpServer server =
 *     FakeSmtpServer.builder().startTls(ca.localhost()).user("app", "secret").start()) {
 *   server.at(SmtpStep.RCPT).forRecipient("b@example.com").reply("451 4.7.1 try later");
 *   ... server.port() ...
 *   assertThat(server.mails()).hasSize(1);
 *   server.requireNoViolations();
 * }
 * }</pre>
 */
public final class FakeSmtpServer implements AutoCloseable {

  private final SmtpServerConfig config;
  private final LoopbackServer listener;
  private final SmtpRules rules = new SmtpRules();
  private final List<SmtpSession> sessions = new CopyOnWriteArrayList<>();
  private final List<ReceivedMail> mails = new CopyOnWriteArrayList<>();
  private final Set<SmtpSession> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger talking = new AtomicInteger();

  FakeSmtpServer(SmtpServerConfig config) {
    this.config = config;
    this.listener =
        new LoopbackServer(
            "smtp-server", config.addresses, config.port, config.receiveBuffer, this::serve);
  }

  /** Starts the description of a server. */
  public static FakeSmtpServerBuilder builder() {
    return new FakeSmtpServerBuilder();
  }

  /** A name that leads to the server: {@code localhost}. */
  public String host() {
    return "localhost";
  }

  /** The port, the same on all its addresses. */
  public int port() {
    return listener.port();
  }

  /** Starts a rule for this step. */
  public SmtpRule at(SmtpStep step) {
    return new SmtpRule(step, rules::add);
  }

  /** Forgets all rules: a good server from now on. */
  public void recover() {
    rules.clear();
  }

  /**
   * Forgets all rules, mails and past connections, as if it had just been started. One that is
   * still open is told of again when a further command comes on it.
   */
  public void forget() {
    recover();
    mails.clear();
    config.seen.clear();
    sessions.removeIf(SmtpSession::ended);
    // the end of others may be on its way
    sessions.forEach(SmtpSession::forget);
  }

  /** The steps of the rules in force that never came to act: a test of them would prove nothing. */
  public List<SmtpStep> unusedRules() {
    return rules.unused();
  }

  /** All that was seen and said, without secrets. */
  public SeenLog seen() {
    return config.seen;
  }

  /** All mails kept, in the order of their final dots. */
  public List<ReceivedMail> mails() {
    return List.copyOf(mails);
  }

  /**
   * The one mail kept.
   *
   * @throws IllegalStateException when there is none or more than one
   */
  public ReceivedMail onlyMail() {
    List<ReceivedMail> all = mails();
    if (all.size() != 1) {
      throw new IllegalStateException("one mail was expected, not " + all);
    }
    return all.get(0);
  }

  /** All connections that came, oldest first; those that were turned away too. */
  public List<SmtpSession> sessions() {
    return sessions.stream().filter(session -> !session.past()).toList();
  }

  /** What clients did against the rules of SMTP, with the number of the connection. */
  public List<String> violations() {
    return sessions().stream()
        .flatMap(
            session ->
                session.violations().stream()
                    .map(rule -> "connection " + session.number() + ": " + rule))
        .toList();
  }

  /**
   * Fails where a client broke a rule.
   *
   * @throws AssertionError with all {@link #violations()}
   */
  public void requireNoViolations() {
    if (!violations().isEmpty()) {
      throw new AssertionError(String.join("\n", violations()));
    }
  }

  /** Waits until no connection is open; false where one still is after that time. */
  public boolean awaitIdle(Duration atMost) {
    Deadline deadline = Deadline.after(atMost);
    synchronized (open) {
      while (!open.isEmpty() && !deadline.passed()) {
        try {
          open.wait(Math.max(1, deadline.remaining().toMillis()));
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return open.isEmpty();
        }
      }
      return open.isEmpty();
    }
  }

  /** Ends all connections and stops listening. */
  @Override
  public void close() {
    closed.countDown();
    listener.close();
  }

  private void serve(Socket socket) throws IOException {
    SmtpSession session =
        new SmtpSession(
            connections.incrementAndGet(), socket.getLocalAddress().getHostAddress(), config.seen);
    sessions.add(session);
    open.add(session);
    try {
      session.noted("connected");
      SmtpWire wire = new SmtpWire(socket, session, closed);
      rules
          .firing(SmtpStep.OUTPUT, "", session)
          .ifPresent(rule -> wire.afterOutput(rule.bytes(), rule.reaction()));
      rules
          .firing(SmtpStep.INPUT, "", session)
          .ifPresent(rule -> wire.afterInput(rule.bytes(), rule.reaction()));
      SmtpStage stage = new SmtpStage(wire, session, rules, config);
      converse(new SmtpConversation(stage, this::keep));
    } finally {
      session.end();
      synchronized (open) {
        open.remove(session);
        open.notifyAll();
      }
    }
  }

  private void converse(SmtpConversation conversation) throws IOException {
    AtomicBoolean present = new AtomicBoolean(true);
    boolean tooMany = talking.incrementAndGet() > config.maxConnections.getAsInt();
    Runnable leave =
        () -> {
          if (present.getAndSet(false)) {
            talking.decrementAndGet();
          }
        };
    if (tooMany) {
      // who is turned away takes no place from the next one
      leave.run();
    }
    try {
      conversation.run(tooMany, leave);
    } finally {
      leave.run();
    }
  }

  private void keep(SmtpSession session, ReceivedMail mail) {
    session.kept(mail);
    mails.add(mail);
  }

  /** Port, connections and mails. */
  @Override
  public String toString() {
    return "localhost:"
        + port()
        + ", "
        + sessions().size()
        + " connections, "
        + mails.size()
        + " mails";
  }
}
