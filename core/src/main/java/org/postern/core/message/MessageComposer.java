package org.postern.core.message;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.core.smtp.DsnRequest;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;

/** The builder: checks each field when it is given, and renders them together in the end. */
final class MessageComposer implements OutboundMessage.Builder {

  private static final Set<String> OWN_HEADERS =
      Set.of(
          "from",
          "sender",
          "to",
          "cc",
          "bcc",
          "resent-bcc",
          "reply-to",
          "subject",
          "date",
          "message-id",
          "mime-version",
          "return-path");

  private static final String DOT_ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+";
  private static final Pattern CONTENT_ID = Pattern.compile(DOT_ATOM + "(@" + DOT_ATOM + ")?");
  private static final int MAX_CONTENT_ID = 200;

  /** One more header, as it goes out. */
  record Extra(String name, String value) {}

  private final Clock clock;
  private Optional<HeaderAddress> from = Optional.empty();
  private final Map<String, List<HeaderAddress>> addresses = new LinkedHashMap<>();
  private final List<HeaderAddress> bcc = new ArrayList<>();
  private final List<Extra> extras = new ArrayList<>();
  private final List<Attachment> attachments = new ArrayList<>();
  private final Map<String, Attachment> images = new LinkedHashMap<>();
  private String subject = "";
  private Optional<String> text = Optional.empty();
  private Optional<String> html = Optional.empty();
  private Optional<String> messageId = Optional.empty();
  private Optional<Instant> date = Optional.empty();
  private Optional<MailAddress> envelopeSender = Optional.empty();
  private List<MailAddress> envelopeRecipients = List.of();
  private DsnRequest dsn = DsnRequest.NONE;

  MessageComposer(Clock clock) {
    this.clock = clock;
    for (String field : List.of("To", "Cc", "Reply-To")) {
      addresses.put(field, new ArrayList<>());
    }
  }

  @Override
  public OutboundMessage.Builder from(String address) {
    List<HeaderAddress> one = AddressListReader.strict("From", address);
    if (one.size() != 1) {
      throw new MessageException("From: one address is expected, not " + one.size());
    }
    from = Optional.of(one.get(0));
    return this;
  }

  @Override
  public OutboundMessage.Builder to(String... given) {
    return add("To", given);
  }

  @Override
  public OutboundMessage.Builder cc(String... given) {
    return add("Cc", given);
  }

  @Override
  public OutboundMessage.Builder replyTo(String... given) {
    return add("Reply-To", given);
  }

  private OutboundMessage.Builder add(String field, String... given) {
    for (String list : given) {
      addresses.get(field).addAll(AddressListReader.strict(field, list));
    }
    return this;
  }

  @Override
  public OutboundMessage.Builder bcc(String... given) {
    for (String list : given) {
      bcc.addAll(AddressListReader.strict("Bcc", list));
    }
    return this;
  }

  @Override
  public OutboundMessage.Builder subject(String given) {
    subject = FieldCheck.oneLine("Subject", given);
    return this;
  }

  @Override
  public OutboundMessage.Builder text(String given) {
    text = Optional.of(FieldCheck.body("text", given));
    return this;
  }

  @Override
  public OutboundMessage.Builder html(String given) {
    html = Optional.of(FieldCheck.body("html", given));
    return this;
  }

  @Override
  public OutboundMessage.Builder attach(Attachment attachment) {
    attachments.add(attachment);
    return this;
  }

  @Override
  public OutboundMessage.Builder inline(String contentId, Attachment image) {
    FieldCheck.oneLine("Content-ID", contentId);
    if (contentId.length() > MAX_CONTENT_ID || !CONTENT_ID.matcher(contentId).matches()) {
      throw new MessageException(
          "Content-ID \""
              + FieldCheck.shown(contentId)
              + "\": letters, digits, dots and marks, without angle brackets, such as logo");
    }
    if (images.put(contentId, image) != null) {
      throw new MessageException("Content-ID \"" + contentId + "\" is given twice; rename one");
    }
    return this;
  }

  @Override
  public OutboundMessage.Builder header(String name, String value) {
    FieldCheck.headerName(name);
    String lower = name.toLowerCase(Locale.ROOT);
    if (OWN_HEADERS.contains(lower) || lower.startsWith("content-")) {
      throw new MessageException(
          "header " + name + ": is made by the builder; use its own method where it has one");
    }
    extras.add(new Extra(name, HeaderText.custom(name, FieldCheck.headerValue(name, value))));
    return this;
  }

  @Override
  public OutboundMessage.Builder messageId(String given) {
    messageId = Optional.of(MessageIds.check(given));
    return this;
  }

  @Override
  public OutboundMessage.Builder date(Instant given) {
    date = Optional.of(given);
    return this;
  }

  @Override
  public OutboundMessage.Builder envelopeSender(MailAddress sender) {
    envelopeSender = Optional.of(sender);
    return this;
  }

  @Override
  public OutboundMessage.Builder envelopeRecipients(List<MailAddress> recipients) {
    envelopeRecipients = List.copyOf(recipients);
    return this;
  }

  @Override
  public OutboundMessage.Builder dsn(DsnRequest request) {
    dsn = request;
    return this;
  }

  @Override
  public OutboundMessage build() {
    HeaderAddress author =
        from.orElseThrow(() -> new MessageException("From: is missing; call from(...)"));
    Envelope envelope = envelope(author);
    String id = messageId.orElseGet(() -> MessageIds.fresh(author.address()));
    ComposedHeaders headers =
        new ComposedHeaders(author, addresses, subject, id, date.orElseGet(clock::instant), extras);
    ComposedContent content = new ComposedContent(text, html, images, attachments);
    return new OutboundMessage(envelope, content.render(headers), id);
  }

  private Envelope envelope(HeaderAddress author) {
    List<MailAddress> recipients = new ArrayList<>(envelopeRecipients);
    if (recipients.isEmpty()) {
      for (List<HeaderAddress> list : List.of(addresses.get("To"), addresses.get("Cc"), bcc)) {
        list.forEach(recipient -> recipients.add(recipient.address()));
      }
    }
    if (recipients.isEmpty()) {
      throw new MessageException("To: there is no recipient; call to(...), cc(...) or bcc(...)");
    }
    return new Envelope(Optional.of(envelopeSender.orElse(author.address())), recipients, dsn);
  }
}
