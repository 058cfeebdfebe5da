package org.postern.core.internal.mode;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.core.message.AddedFields;
import org.postern.core.smtp.DsnRequest;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;

/** What a header tells of an envelope that the mail did not, or not alone, go with. */
final class EnvelopeFields {

  private EnvelopeFields() {}

  /** The whole envelope, for a mail that went nowhere. */
  static AddedFields of(Envelope envelope, Instant now) {
    AddedFields fields = new AddedFields();
    DsnRequest dsn = envelope.dsn();
    fields.add("X-Postern-Captured", now.toString());
    fields.add(
        "X-Postern-Envelope-From",
        "<"
            + envelope.sender().map(MailAddress::toString).orElse("")
            + ">"
            + dsn.returned().map(what -> " RET=" + what).orElse(""));
    dsn.envelopeId().ifPresent(id -> fields.add("X-Postern-Envelope-Id", id));
    for (MailAddress recipient : envelope.recipients()) {
      DsnRequest.OfRecipient asked = dsn.of(recipient);
      fields.add(
          "X-Postern-Envelope-To",
          "<"
              + recipient
              + ">"
              + notify(asked.notifyOn())
              + asked.original().map(original -> " ORCPT=" + original).orElse(""));
    }
    return fields;
  }

  /** The recipients that do not get the mail. */
  static AddedFields originals(List<MailAddress> recipients) {
    AddedFields fields = new AddedFields();
    recipients.forEach(
        recipient -> fields.add("X-Postern-Original-Recipient", recipient.toString()));
    return fields;
  }

  private static String notify(Set<DsnRequest.Notify> asked) {
    return asked.isEmpty()
        ? ""
        : " NOTIFY=" + asked.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
  }
}
