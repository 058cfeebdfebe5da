package org.postern.distribution.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.core.smtp.MailAddress;
import org.postern.distribution.output.Sizes;
import org.postern.spool.Queue;
import org.postern.spool.Queue.Entry;
import org.postern.spool.Queue.Line;
import org.postern.spool.Settlement;

/** Mails of the spool, shown to people and to programs. */
final class QueueRows {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

  private QueueRows() {}

  /** A row for each mail; the first trouble of a mail in a line below. */
  static List<String> table(List<Entry> mails, Instant now) {
    Table table = Table.of("ID", ">AGE", ">SIZE", "STATE", ">NEXT", "SENDER", "+RECIPIENTS");
    for (Entry mail : mails) {
      table.row(
          mail.id().text(),
          Sizes.time(Duration.between(mail.arrived(), now)),
          Sizes.bytes(mail.size()),
          states(mail),
          next(mail, now),
          sender(mail),
          recipients(mail));
    }
    List<String> rows = table.lines();
    List<String> lines = new ArrayList<>(rows.subList(0, 1));
    for (int row = 1; row < rows.size(); row++) {
      lines.add(rows.get(row));
      mails.get(row - 1).recipients().stream()
          .flatMap(recipient -> recipient.trouble().stream())
          .findFirst()
          .map(trouble -> Table.cut("    " + LogLayout.escaped(inShort(trouble)), 80))
          .ifPresent(lines::add);
    }
    return lines;
  }

  /** True where a recipient is waiting, so that what keeps all mail keeps this one. */
  static boolean waits(Entry mail) {
    return mail.recipients().stream().anyMatch(to -> to.state() == Queue.State.WAITING);
  }

  /** All that is known of one mail. */
  static List<String> whole(Entry mail, Instant now, ZoneId zone) {
    List<String> lines = new ArrayList<>();
    lines.add("Mail        " + mail.id());
    lines.add("Arrived     " + moment(mail.arrived(), zone));
    lines.add("From        " + sender(mail));
    lines.add("Size        " + mail.size() + " bytes");
    if (!mail.messageId().isEmpty()) {
      lines.add("Message-ID  " + LogLayout.escaped(mail.messageId()));
    }
    lines.add(labelled("Handed in   ", mail.origin()));
    for (Line recipient : mail.recipients()) {
      lines.add("");
      lines.add("To          " + recipient.address());
      lines.add("  State     " + name(recipient.state()));
      lines.add("  Attempts  " + recipient.attempts());
      if (recipient.state() == Queue.State.WAITING) {
        String due = recipient.due().isAfter(now) ? "" : "due since ";
        lines.add("  Next      " + due + moment(recipient.due(), zone));
      }
      recipient.trouble().ifPresent(trouble -> lines.add(labelled("  Trouble   ", text(trouble))));
    }
    return lines;
  }

  static Map<String, Object> asMap(Entry mail) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("id", mail.id());
    all.put("arrived", mail.arrived());
    all.put("sender", mail.sender().map(MailAddress::toString).orElse(""));
    all.put("size", mail.size());
    all.put("messageId", mail.messageId());
    all.put("origin", mail.origin());
    all.put("recipients", mail.recipients().stream().map(QueueRows::asMap).toList());
    return all;
  }

  private static Map<String, Object> asMap(Line recipient) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("address", recipient.address());
    row.put("state", name(recipient.state()));
    row.put("attempts", recipient.attempts());
    row.put("due", recipient.due());
    row.put("trouble", recipient.trouble().map(Settlement.Trouble::explanation));
    row.put("diagnosis", recipient.trouble().flatMap(Settlement.Trouble::diagnosis));
    return row;
  }

  static String name(Queue.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String states(Entry mail) {
    List<String> all =
        mail.recipients().stream().map(Line::state).distinct().map(QueueRows::name).toList();
    return String.join(",", all);
  }

  private static String next(Entry mail, Instant now) {
    return mail.recipients().stream()
        .filter(recipient -> recipient.state() == Queue.State.WAITING)
        .map(Line::due)
        .min(Instant::compareTo)
        .map(due -> due.isAfter(now) ? Sizes.time(Duration.between(now, due)) : "due")
        .orElse("-");
  }

  private static String sender(Entry mail) {
    return mail.sender().map(MailAddress::toString).orElse("<>");
  }

  private static String recipients(Entry mail) {
    int more = mail.recipients().size() - 1;
    return mail.recipients().stream()
        .findFirst()
        .map(first -> first.address() + (more > 0 ? " +" + more : ""))
        .orElse("-");
  }

  /** What is sure to be seen first, since the end is cut. */
  private static String inShort(Settlement.Trouble trouble) {
    return trouble.diagnosis().map(id -> "[" + id + "] ").orElse("") + trouble.explanation();
  }

  private static String text(Settlement.Trouble trouble) {
    return trouble.explanation() + trouble.diagnosis().map(id -> " [" + id + "]").orElse("");
  }

  private static String labelled(String label, String text) {
    return Wrapped.text(label + LogLayout.escaped(text), " ".repeat(label.length()));
  }

  private static String moment(Instant when, ZoneId zone) {
    return MOMENT.format(when.atZone(zone));
  }
}
