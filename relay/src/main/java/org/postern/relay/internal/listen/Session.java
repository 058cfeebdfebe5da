package org.postern.relay.internal.listen;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One SMTP session (RFC 5321), from the greeting to the end. One thread. */
final class Session {

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private static final Set<String> HTTP =
      Set.of("GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT", "DELETE", "PATCH", "TRACE");

  private final Peer peer;
  private final Rules rules;
  private final Wire wire;
  private final CommandReader commands;
  private final Client client;
  private final Transaction transaction;
  private final Login login;
  private final Patience patience;
  private final long end;
  private boolean over;

  Session(Peer peer, Rules rules, Door door, LoginGuard guard, Clock clock) throws IOException {
    this.peer = peer;
    this.rules = rules;
    this.wire = new Wire(peer);
    this.commands = new CommandReader(wire);
    this.client = new Client(peer);
    this.transaction = new Transaction(peer, rules, door, wire, client, clock);
    this.login = new Login(peer, rules, door, guard, wire, commands, client);
    this.patience = new Patience(rules.maxErrors());
    this.end = System.nanoTime() + rules.session().toNanos();
  }

  /** Returns when it is over; the caller then closes the connection. */
  void run() throws IOException {
    try {
      greet();
      while (!over) {
        step();
      }
      wire.flush();
    } catch (SocketTimeoutException silent) {
      leave(new Reply(421, "4.4.2", "You had your time; come again"));
    } catch (EOFException ended) {
      if (peer.farewell().isPresent()) {
        leave(peer.farewell().get());
      }
    } catch (RuntimeException bug) {
      LOG.error(
          "A session of {} ends by a fault of ours; its mail was not taken", client.origin(), bug);
      leave(new Reply(421, "4.3.0", "A fault of this server; come again later"));
    } finally {
      transaction.reset();
    }
  }

  private void leave(Reply reply) throws IOException {
    wire.reply(reply);
    wire.flush();
  }

  private void greet() throws IOException {
    // whoever speaks first is no mail client: a browser that was lured here, or a flood
    if (peer.address().isPresent() && wire.somethingCame()) {
      reply(new Reply(554, "5.5.0", "This server speaks first"));
      over = true;
      return;
    }
    wire.line("220 " + rules.hostname() + " ESMTP Postern");
  }

  private void step() throws IOException {
    long since = transaction.waitsSince(System.nanoTime());
    if (wire.isEmpty()) {
      peer.waiting(since, transaction.isEmpty());
    }
    if (peer.farewell().isPresent() && transaction.isEmpty()) {
      wire.reply(peer.farewell().get());
      over = true;
      return;
    }
    wire.allowUntil(since + rules.idle().toNanos());
    CommandReader.Line line = commands.next(CommandReader.COMMAND);
    peer.busy();
    obey(line);
    if (patience.isOver() && !over) {
      LOG.info("{} made too many errors: its connection is closed", client.origin());
      wire.reply(new Reply(421, "4.7.0", "Too many errors"));
      over = true;
    }
  }

  private void obey(CommandReader.Line line) throws IOException {
    switch (line.kind()) {
      case LINE -> command(line.text());
      case TOO_LONG -> reply(new Reply(500, "5.5.2", "The line is too long"));
      case BARE ->
          reply(new Reply(500, "5.5.2", "Lines end with CRLF, and no CR or LF stands alone"));
      case UNREADABLE ->
          reply(new Reply(500, "5.5.2", "The line holds characters that no command has"));
      case ENDLESS -> {
        reply(new Reply(500, "5.5.2", "The line does not end"));
        over = true;
      }
    }
  }

  private void command(String line) throws IOException {
    int blank = line.indexOf(' ');
    String verb = (blank < 0 ? line : line.substring(0, blank)).toUpperCase(Locale.ROOT);
    String argument = blank < 0 ? "" : line.substring(blank + 1).strip();
    try {
      dispatch(verb, argument);
    } catch (Refused refused) {
      reply(refused.reply());
    }
  }

  private void dispatch(String verb, String argument) throws IOException, Refused {
    boolean clear = rules.tls() == Rules.TlsUse.STARTTLS_REQUIRED && !peer.encrypted();
    if (clear && !Set.of("EHLO", "HELO", "STARTTLS", "NOOP", "QUIT", "RSET").contains(verb)) {
      throw Refused.because(530, "5.7.0", "Say STARTTLS first");
    }
    if (System.nanoTime() - end > 0 && (verb.equals("MAIL") || verb.equals("BDAT"))) {
      over = true;
      throw Refused.because(421, "4.7.0", "This connection is old; open a new one");
    }
    switch (verb) {
      case "EHLO" -> hello(argument, true);
      case "HELO" -> hello(argument, false);
      case "STARTTLS" -> startTls(argument);
      case "AUTH" -> auth(argument);
      case "MAIL" -> mail(argument);
      case "RCPT" -> reply(transaction.rcpt(argument));
      case "DATA" -> data(argument);
      case "BDAT" -> over = !transaction.bdat(argument, this::reply);
      case "RSET" -> {
        transaction.reset();
        idle(Reply.OK);
      }
      case "NOOP" -> idle(Reply.OK);
      case "VRFY" -> idle(new Reply(252, "2.5.2", "Send mail to it, and it will be tried"));
      case "HELP" -> idle(new Reply(214, "2.0.0", "RFC 5321"));
      case "EXPN" -> throw Refused.because(502, "5.5.1", "There are no lists here");
      case "QUIT" -> {
        wire.reply(new Reply(221, "2.0.0", "Bye"));
        peer.goodbye();
        over = true;
      }
      default -> unknown(verb);
    }
  }

  private void unknown(String verb) throws Refused {
    over = HTTP.contains(verb) || verb.endsWith(":");
    throw Refused.because(
        500, "5.5.1", over ? "This is SMTP, not HTTP" : "This command is not known here");
  }

  private void hello(String name, boolean extended) throws Refused {
    endOfGroup();
    client.greets(name, extended);
    transaction.reset();
    patience.idled();
    if (!extended) {
      wire.line("250 " + rules.hostname());
      return;
    }
    new Offers(rules, mayStartTls(), login.offered()).lines().forEach(wire::line);
  }

  private boolean mayStartTls() {
    boolean offered =
        rules.tls() == Rules.TlsUse.STARTTLS || rules.tls() == Rules.TlsUse.STARTTLS_REQUIRED;
    return offered && !peer.encrypted();
  }

  private void startTls(String argument) throws IOException, Refused {
    if (!mayStartTls()) {
      throw Refused.because(
          peer.encrypted() ? 503 : 502,
          "5.5.1",
          peer.encrypted() ? "TLS is on already" : "There is no TLS here");
    }
    if (!argument.isEmpty() || !transaction.isEmpty()) {
      throw Refused.because(501, "5.5.4", "STARTTLS stands alone, before any mail");
    }
    wire.reply(new Reply(220, "2.0.0", "Go ahead"));
    client.forget();
    wire.encrypt(rules.certificate().orElseThrow());
  }

  private void auth(String argument) throws IOException, Refused {
    if (!transaction.isEmpty()) {
      throw Refused.because(503, "5.5.1", "Log in before the mail");
    }
    endOfGroup();
    try {
      reply(login.run(argument));
    } finally {
      over = login.broken();
    }
  }

  private void mail(String argument) throws Refused {
    if (rules.auth() == Rules.AuthUse.REQUIRED && client.user().isEmpty()) {
      throw Refused.because(530, "5.7.0", "Log in first");
    }
    reply(transaction.mail(argument));
    patience.worked();
  }

  private void data(String argument) throws IOException, Refused {
    if (!argument.isEmpty()) {
      throw Refused.because(501, "5.5.4", "DATA stands alone");
    }
    endOfGroup();
    over = !transaction.data(this::reply);
  }

  /** RFC 2920 section 3.1: nothing may follow this command before its reply. */
  private void endOfGroup() throws Refused {
    if (peer.address().isPresent() && !wire.isEmpty()) {
      over = true;
      throw Refused.because(503, "5.5.0", "Wait for the reply to this command (RFC 2920)");
    }
  }

  private void idle(Reply reply) {
    patience.idled();
    reply(reply);
  }

  private void reply(Reply reply) {
    wire.reply(reply);
    patience.answered(reply);
  }
}
