package org.postern.relay.internal.listen;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.core.smtp.Visible;
import org.postern.relay.internal.log.ArrivalPairs;
import org.postern.relay.internal.log.Pairs;
import org.postern.spool.Arrival;
import org.postern.spool.Intake;
import org.postern.spool.MailId;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolRecipient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** MAIL, RCPT, DATA and BDAT: one mail after the other, the last one durable before the 250. */
final class Transaction {

  private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

  /** One for the process, as its heap is. */
  private static final HeaderRoom HEADERS = HeaderRoom.ofHeap();

  private final Peer peer;
  private final Rules rules;
  private final Door door;
  private final Wire wire;
  private final Client client;
  private final Clock clock;
  private Optional<Mail> mail = Optional.empty();
  private Optional<Chunks> chunks = Optional.empty();

  Transaction(Peer peer, Rules rules, Door door, Wire wire, Client client, Clock clock) {
    this.peer = peer;
    this.rules = rules;
    this.door = door;
    this.wire = wire;
    this.client = client;
    this.clock = clock;
  }

  /** A mail that comes, in one piece or in chunks (RFC 3030). */
  private record Chunks(Incoming incoming, Heading heading, Intake intake, DataReader reader) {}

  /** True between two mails. */
  boolean isEmpty() {
    return mail.isEmpty();
  }

  /**
   * Since when we wait for what comes next, by {@link System#nanoTime}: a mail in chunks goes on
   * being waited for between them, however small they are.
   */
  long waitsSince(long now) {
    return chunks.map(open -> open.reader().waitsSince(now)).orElse(now);
  }

  /** RSET, or the end of a mail. */
  void reset() {
    mail = Optional.empty();
    chunks.ifPresent(open -> open.incoming().close());
    chunks = Optional.empty();
  }

  Reply mail(String argument) throws Refused {
    if (!client.greeted()) {
      throw Refused.because(503, "5.5.1", "Say EHLO first");
    }
    if (mail.isPresent()) {
      throw Refused.because(503, "5.5.1", "There is a mail already; say RSET to forget it");
    }
    try {
      Mail named = Mail.from(argument, rules, client);
      admit(named.announced());
      mail = Optional.of(named);
    } catch (Refused refused) {
      throw logged("MAIL " + argument, refused);
    }
    return new Reply(250, "2.1.0", "Ok");
  }

  /** A client that hears it now need not send all of its mail to hear the same. */
  private void admit(long size) throws Refused {
    try {
      door.admit().accept(size);
    } catch (RuntimeException noRoom) {
      throw Refused.by(noRoom);
    }
  }

  Reply rcpt(String argument) throws Refused {
    if (chunks.isPresent()) {
      throw Refused.because(503, "5.5.1", "The mail has begun already");
    }
    Mail open = mail.orElseThrow(() -> Refused.because(503, "5.5.1", "Say MAIL first"));
    try {
      open.to(argument, rules, client.extended());
    } catch (Refused refused) {
      throw logged("RCPT " + argument, refused);
    }
    return new Reply(250, "2.1.5", "Ok");
  }

  private Mail ready() throws Refused {
    Mail open = mail.orElseThrow(() -> Refused.because(503, "5.5.1", "Say MAIL first"));
    if (!open.hasRecipients()) {
      throw Refused.because(554, "5.5.1", "No recipient was accepted");
    }
    return open;
  }

  /**
   * DATA.
   *
   * @return false where the session has to end
   */
  boolean data(Consumer<Reply> answer) throws IOException, Refused {
    Mail open = ready();
    if (chunks.isPresent()) {
      throw Refused.because(503, "5.5.1", "The mail comes by BDAT already");
    }
    Chunks whole = begin(open);
    answer.accept(new Reply(354, "", "End with a dot alone on a line"));
    try (Incoming incoming = whole.incoming()) {
      boolean toItsEnd = whole.reader().lines(incoming);
      peer.busy();
      answer.accept(finish(open, whole));
      return toItsEnd;
    } finally {
      reset();
    }
  }

  /**
   * BDAT.
   *
   * @return false where the session has to end
   */
  boolean bdat(String argument, Consumer<Reply> answer) throws IOException {
    Optional<Chunk> chunk = Chunk.parse(argument);
    if (chunk.isEmpty()) {
      // how many bytes follow, and where the next command begins, nobody knows
      answer.accept(new Reply(501, "5.5.4", "Write BDAT size, or BDAT size LAST"));
      return false;
    }
    try {
      Mail open = ready();
      if (chunks.isEmpty()) {
        chunks = Optional.of(begin(open));
      }
      Chunks parts = chunks.get();
      boolean toItsEnd = parts.reader().bytes(parts.incoming(), chunk.get().size());
      peer.busy();
      answer.accept(afterChunk(open, parts, chunk.get()));
      return toItsEnd;
    } catch (Refused refused) {
      reset();
      boolean skipped = reader().skip(chunk.get().size());
      answer.accept(refused.reply());
      return skipped;
    }
  }

  private DataReader reader() {
    return new DataReader(wire, peer, rules.idle());
  }

  private Reply afterChunk(Mail open, Chunks parts, Chunk chunk) {
    if (!chunk.last() && parts.incoming().fault().isEmpty()) {
      return new Reply(250, "2.0.0", chunk.size() + " bytes");
    }
    Reply reply = finish(open, parts);
    reset();
    return reply;
  }

  private Chunks begin(Mail open) throws Refused {
    try {
      Intake intake = door.receive().get();
      Optional<String> user = client.user();
      Trace trace =
          new Trace(
              client.traced(),
              rules.hostname(),
              client.protocol(open.smtpUtf8()),
              intake.id(),
              open.recipients().stream().map(SpoolRecipient::address).toList(),
              clock);
      Heading heading =
          new Heading(
              trace, rules.rewriting().sender(open.sender(), user), rules.rewriting().author(user));
      Incoming incoming = new Incoming(intake, rules.maxSize(), heading, HEADERS);
      return new Chunks(incoming, heading, intake, reader());
    } catch (RuntimeException unusable) {
      throw logged("DATA", Refused.by(unusable));
    }
  }

  private Reply finish(Mail open, Chunks parts) {
    Optional<Refused> fault = parts.incoming().finish();
    if (fault.isPresent()) {
      return logged(open.shown(), fault.get()).reply();
    }
    try {
      Arrival arrival =
          new Arrival(
              rules.rewriting().sender(open.sender(), client.user()),
              open.recipients(),
              open.returned(),
              open.envelopeId(),
              open.smtpUtf8() && parts.heading().eightBit(),
              parts.heading().messageId(),
              client.origin());
      MailId id = door.commit().apply(parts.intake(), arrival);
      door.tally().accepted(parts.incoming().size());
      LoggingEventBuilder line = LOG.atInfo();
      if (Pairs.wanted(line, LOG)) {
        ArrivalPairs.on(line, "accepted", id, arrival, parts.incoming().size());
      }
      line.log(
          "{} accepted: {}, {} bytes, message-id={}, by {}",
          id,
          open.shown(),
          parts.incoming().size(),
          Visible.text(arrival.messageId()),
          arrival.origin());
      return new Reply(250, "2.6.0", id + " queued");
    } catch (RuntimeException unusable) {
      return logged(open.shown(), Refused.by(unusable)).reply();
    }
  }

  private Refused logged(String what, Refused refused) {
    door.tally().refused(refused);
    String shown = Visible.text(what);
    if (refused.fault().isEmpty()) {
      LOG.info("refused: {}: {}, by {}", shown, refused.getMessage(), client.origin());
      return refused;
    }
    LOG.error("not taken: {}: {}, by {}", shown, refused.getMessage(), client.origin());
    refused
        .fault()
        .filter(fault -> !(fault instanceof SpoolException))
        .ifPresent(bug -> LOG.error("That is a fault of this program", bug));
    return refused;
  }
}
