package org.postern.core.message;

import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.core.smtp.DsnRequest;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;

/** One message with its envelope, ready to be sent as often as needed. Immutable, thread safe. */
public final class OutboundMessage {

  private final Envelope envelope;
  private final MessageBody body;
  private final String messageId;

  OutboundMessage(Envelope envelope, MessageBody body, String messageId) {
    this.envelope = envelope;
    this.body = body;
    this.messageId = messageId;
  }

  /** Starts a new message. */
  public static Builder builder() {
    return new MessageComposer(Clock.systemUTC());
  }

  /**
   * A Jakarta Mail message, as it is now: recipients from To, Cc and Bcc, sender from Sender or
   * From; the Bcc header does not leave. The message is completed by its own {@code saveChanges()},
   * as Jakarta Mail's transport does; later changes of it have no effect.
   *
   * @throws MessageException when it has no sender or recipient, or breaks a rule of {@link
   *     Builder}
   */
  public static OutboundMessage of(MimeMessage message) {
    return ofEml(JakartaMessage.bytes(message));
  }

  /** As {@link #of(MimeMessage)}, with its own envelope in place of that of its headers. */
  public static OutboundMessage of(MimeMessage message, Envelope envelope) {
    return ofEml(JakartaMessage.bytes(message), envelope);
  }

  /**
   * Ready-made RFC 5322 bytes with their own envelope. Lone CR and LF become CRLF, a Bcc header is
   * left out, nothing else is changed. The file is read each time the message is written.
   *
   * @throws MessageException when the file cannot be read or is no message
   */
  public static OutboundMessage ofEml(Path file, Envelope envelope) {
    try {
      return ready(new EmlSource.File(FileStamp.of(file)), Optional.of(envelope));
    } catch (IOException unreadable) {
      throw new MessageException(
          file + " cannot be read (" + unreadable.getMessage() + "); check the name and its rights",
          unreadable);
    }
  }

  /** As {@link #ofEml(Path, Envelope)}, from memory; {@code bytes} is copied. */
  public static OutboundMessage ofEml(byte[] bytes, Envelope envelope) {
    return fromMemory(bytes, Optional.of(envelope));
  }

  /** As {@link #ofEml(byte[], Envelope)}; the envelope is read from the headers (sendmail -t). */
  public static OutboundMessage ofEml(byte[] bytes) {
    return fromMemory(bytes, Optional.empty());
  }

  private static OutboundMessage fromMemory(byte[] bytes, Optional<Envelope> envelope) {
    try {
      return ready(new EmlSource.Memory(bytes.clone()), envelope);
    } catch (IOException malformed) {
      throw new MessageException("the message: " + malformed.getMessage(), malformed);
    }
  }

  private static OutboundMessage ready(EmlSource source, Optional<Envelope> envelope)
      throws IOException {
    EmlHeader header = EmlHeader.read(source);
    return new OutboundMessage(
        envelope.orElseGet(() -> HeaderEnvelope.of(source.name(), header)),
        EmlBody.of(header, source),
        header.first("Message-ID").strip());
  }

  /** For whom and from whom. */
  public Envelope envelope() {
    return envelope;
  }

  /** The same bytes for others. */
  public OutboundMessage with(Envelope other) {
    return new OutboundMessage(other, body, messageId);
  }

  /** The bytes. */
  public MessageBody body() {
    return body;
  }

  /** The Message-ID with its angle brackets; "" where ready-made bytes have none. */
  public String messageId() {
    return messageId;
  }

  /**
   * Collects the parts of a message. Every text is checked when it is given: CR, LF, NUL and other
   * controls are refused in headers, addresses and file names ({@link MessageException} names the
   * field). Not thread safe.
   */
  public interface Builder {

    /** Header From: {@code a@example.com} or {@code Name <a@example.com>}. Required. */
    Builder from(String address);

    /**
     * Header To: addresses, each as in {@link #from}; adds to those given. One string may hold
     * several with commas between them; a name that holds a comma must be quoted.
     */
    Builder to(String... addresses);

    /** Header Cc. */
    Builder cc(String... addresses);

    /** Recipients that no header names. */
    Builder bcc(String... addresses);

    /** Header Reply-To. */
    Builder replyTo(String... addresses);

    /** Subject, any Unicode text on one line; default "". */
    Builder subject(String subject);

    /** The plain-text body; line ends of any kind. */
    Builder text(String text);

    /** The HTML body; with {@link #text} both become alternatives. */
    Builder html(String html);

    /** A file. */
    Builder attach(Attachment attachment);

    /**
     * An image for the HTML body, there named {@code cid:contentId}; needs {@link #html}. {@code
     * contentId} has no angle brackets.
     */
    Builder inline(String contentId, Attachment image);

    /**
     * A further header, for instance {@code X-Priority}. Refused: those the builder makes itself,
     * and names that are no RFC 5322 field name.
     */
    Builder header(String name, String value);

    /** Header Message-ID with its angle brackets; default: a fresh one of the sender's domain. */
    Builder messageId(String messageId);

    /** Header Date; default: now. */
    Builder date(Instant date);

    /** MAIL FROM, where it is not the address of From. */
    Builder envelopeSender(MailAddress sender);

    /** RCPT TO, instead of the addresses of To, Cc and Bcc. */
    Builder envelopeRecipients(List<MailAddress> recipients);

    /** Delivery status notifications to ask for. */
    Builder dsn(DsnRequest request);

    /**
     * Makes the message; attachments are opened once to learn their size.
     *
     * @throws MessageException when there is no sender, no recipient or no body, or an attachment
     *     cannot be read
     */
    OutboundMessage build();
  }
}
