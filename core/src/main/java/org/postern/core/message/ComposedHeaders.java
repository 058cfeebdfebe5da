package org.postern.core.message;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The header section of a composed message. Bcc has no place in it. */
record ComposedHeaders(
    HeaderAddress from,
    Map<String, List<HeaderAddress>> addresses,
    String subject,
    String messageId,
    Instant date,
    List<MessageComposer.Extra> extras) {

  /** UTC: the zone of this host is nobody's business. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  ComposedHeaders {
    // RFC 5322 section 3.3: a year has four digits and is not before 1900
    if (date.isBefore(FIRST) || date.isAfter(LAST)) {
      throw new MessageException("Date: " + date + " is not within the years 1900 to 9999");
    }
  }

  /** RFC 6532: true where an address has no ASCII form. */
  boolean utf8() {
    return from.address().needsSmtpUtf8()
        || addresses.values().stream()
            .flatMap(List::stream)
            .anyMatch(address -> address.address().needsSmtpUtf8());
  }

  void putInto(MimeMessage message) throws MessagingException {
    add(message, "Date", DATE.format(date));
    add(message, "From", HeaderAddress.header("From", List.of(from)));
    for (Map.Entry<String, List<HeaderAddress>> field : addresses.entrySet()) {
      if (!field.getValue().isEmpty()) {
        add(message, field.getKey(), HeaderAddress.header(field.getKey(), field.getValue()));
      }
    }
    if (addresses.get("To").isEmpty() && addresses.get("Cc").isEmpty()) {
      // all recipients are hidden: filters mistrust a message that is for nobody
      add(message, "To", "undisclosed-recipients:;");
    }
    add(message, "Subject", HeaderText.unstructured("Subject", subject));
    add(message, "Message-ID", messageId);
    for (MessageComposer.Extra extra : extras) {
      add(message, extra.name(), extra.value());
    }
  }

  /** Angus writes the low 8 bits of each character, so the octets of UTF-8 are given one by one. */
  private static void add(MimeMessage message, String name, String value)
      throws MessagingException {
    byte[] octets = value.getBytes(StandardCharsets.UTF_8);
    message.addHeader(name, new String(octets, StandardCharsets.ISO_8859_1));
  }
}
