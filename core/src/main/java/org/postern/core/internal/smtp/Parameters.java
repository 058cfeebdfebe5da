package org.postern.core.internal.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.core.smtp.DsnRequest;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.Visible;

/** Writes MAIL and RCPT with the parameters that the server offers. Immutable. */
record Parameters(Capabilities offered, Envelope envelope, MessageBody body, boolean smtpUtf8) {

  /** {@code MAIL FROM:<a@example.com> SIZE=1234 BODY=8BITMIME}. */
  String mail() {
    StringBuilder line = new StringBuilder("MAIL FROM:<");
    line.append(envelope.sender().map(Parameters::onWire).orElse("")).append('>');
    if (offered.size()) {
      line.append(" SIZE=").append(body.size());
    }
    if (eightBit()) {
      line.append(" BODY=8BITMIME");
    }
    if (smtpUtf8) {
      line.append(" SMTPUTF8");
    }
    DsnRequest dsn = envelope.dsn();
    if (offered.dsn()) {
      dsn.returned().ifPresent(returned -> line.append(" RET=").append(returned));
      dsn.envelopeId().ifPresent(id -> line.append(" ENVID=").append(xtext(id)));
    }
    return checked(line.toString());
  }

  /** {@code RCPT TO:<b@example.com> NOTIFY=FAILURE ORCPT=rfc822;b@example.com}. */
  String rcpt(MailAddress recipient) {
    StringBuilder line = new StringBuilder("RCPT TO:<" + onWire(recipient) + ">");
    if (offered.dsn()) {
      DsnRequest.OfRecipient asked = envelope.dsn().of(recipient);
      if (!asked.notifyOn().isEmpty()) {
        line.append(" NOTIFY=")
            .append(
                asked.notifyOn().stream()
                    .sorted()
                    .map(Enum::name)
                    .collect(Collectors.joining(",")));
      }
      asked
          .original()
          .or(() -> asked.notifyOn().isEmpty() ? Optional.empty() : itself(recipient))
          .ifPresent(original -> line.append(" ORCPT=").append(original));
    }
    return checked(line.toString());
  }

  private static Optional<String> itself(MailAddress recipient) {
    return recipient.needsSmtpUtf8()
        ? Optional.empty()
        : Optional.of("rfc822;" + xtext(recipient.ascii()));
  }

  /** True where the message has bytes above 127; UTF-8 in its headers is such. */
  boolean eightBit() {
    return body.eightBit() || body.utf8Headers();
  }

  // the last wall: an address cut to eight bits would lead somewhere else
  private String checked(String line) {
    if (!smtpUtf8 && !Visible.isPlain(line)) {
      throw new IllegalStateException("an address is not ASCII and SMTPUTF8 was not agreed");
    }
    return line;
  }

  /** As it is where only UTF-8 can say it, else in ASCII, which every server understands. */
  private static String onWire(MailAddress address) {
    return address.needsSmtpUtf8() ? address.toString() : address.ascii();
  }

  /** RFC 3461 section 4. */
  private static String xtext(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
      if (b > 0x20 && b < 0x7f && b != '+' && b != '=') {
        encoded.append((char) b);
      } else {
        encoded.append("+%02X".formatted(b));
      }
    }
    return encoded.toString();
  }
}
