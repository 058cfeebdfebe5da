package org.postern.distribution.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.EnhancedStatus;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.SmtpReply;

/** Shows what became of a message: good news on standard output, the rest on standard error. */
final class SendReport {

  private SendReport() {}

  static void print(DeliveryResult result, Terminal terminal) {
    for (RecipientResult recipient : result.recipients()) {
      if (recipient.outcome() == Outcome.ACCEPTED) {
        // without a reply no server has it: a test mode, which says what became of it
        String why = recipient.reply().map(SmtpReply::toString).orElse(recipient.explanation());
        terminal.line(
            Wrapped.text("accepted for " + recipient.recipient() + " (" + why + ")", "    "));
      } else {
        String line =
            outcome(recipient)
                + " for "
                + recipient.recipient()
                + ": "
                + recipient.explanation()
                + recipient.diagnosis().map(id -> " [" + id + "]").orElse("");
        terminal.note(Wrapped.text(line, "    "));
      }
    }
  }

  static Map<String, Object> asMap(DeliveryResult result) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("messageId", result.messageId());
    all.put("worst", result.worst().name().toLowerCase(Locale.ROOT));
    all.put("recipients", result.recipients().stream().map(SendReport::row).toList());
    return all;
  }

  private static Map<String, Object> row(RecipientResult recipient) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("recipient", recipient.recipient());
    row.put("outcome", outcome(recipient));
    row.put("action", recipient.action().name().toLowerCase(Locale.ROOT));
    row.put("stage", recipient.stage().name().toLowerCase(Locale.ROOT));
    row.put("code", recipient.reply().map(SmtpReply::code));
    row.put("status", recipient.status().map(EnhancedStatus::toString));
    row.put("reply", recipient.reply().map(SmtpReply::toString));
    row.put("explanation", recipient.explanation());
    row.put("diagnosis", recipient.diagnosis());
    return row;
  }

  private static String outcome(RecipientResult recipient) {
    return recipient.outcome().name().toLowerCase(Locale.ROOT);
  }
}
