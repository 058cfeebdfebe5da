package org.postern.distribution.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.postern.distribution.output.Sizes;
import org.postern.spool.Queue.Counts;

/** How server and spool stand, in lines for people. */
final class StatusLines {

  private final Terminal terminal;
  private final Instant now;

  StatusLines(Terminal terminal, Instant now) {
    this.terminal = terminal;
    this.now = now;
  }

  /** What the server says of itself. */
  void server(Map<String, String> live, long pid) {
    line(
        "Server",
        "runs as process " + pid + " since " + Sizes.minute(Instant.parse(live.get("since"))));
    line("Listens", live.getOrDefault("listens", ""));
    line(
        "In",
        live.get("connections")
            + " connections open, "
            + live.get("accepted")
            + " mails accepted, "
            + live.get("refused")
            + " mails or recipients refused, "
            + live.getOrDefault("put_off", "0")
            + " told to come again");
    String last =
        Optional.ofNullable(live.get("last_success"))
            .map(when -> "last success " + ago(Instant.parse(when)))
            .orElse("no success since the start");
    line("Out", live.get("under_way") + " mails under way, " + last);
    line(
        "Recipients",
        live.get("delivered")
            + " delivered, "
            + live.get("deferred")
            + " times deferred, "
            + live.get("bounced")
            + " bounced, "
            + live.get("dead")
            + " given up");
    moment(live, "day_full_at")
        .ifPresent(when -> line("Day", "at this pace the day's recipients last until " + when));
    moment(live, "day_renews_at")
        .ifPresent(
            when -> line("Day", "the day's recipients are used up, mail waits until " + when));
    if (live.containsKey("held")) {
      Instant next = Instant.parse(live.getOrDefault("next_try", now.toString()));
      line("Route", "held, next try in " + Sizes.time(Duration.between(now, next)));
    } else {
      line("Route", "open");
    }
  }

  private static Optional<String> moment(Map<String, String> live, String name) {
    return Optional.ofNullable(live.get(name)).map(Instant::parse).map(Sizes::minute);
  }

  /**
   * What is in the spool.
   *
   * @param none why there is none, in words, where nothing was counted
   */
  void spool(Optional<Counts> counts, String none) {
    counts.ifPresentOrElse(this::spool, () -> line("Spool", none));
  }

  private void spool(Counts counts) {
    line("Spool", counts.mails() + " mails");
    line(
        "Waiting",
        counts.waiting()
            + " waiting, "
            + counts.active()
            + " active, "
            + counts.held()
            + " held, "
            + counts.dead()
            + " dead");
    counts.oldest().ifPresent(oldest -> line("Oldest", "arrived " + ago(oldest)));
  }

  /** One that stands below a heading. */
  void sentence(String text) {
    terminal.line(Wrapped.text("  " + text, "    "));
  }

  void line(String label, String text) {
    String indent = " ".repeat(12);
    String head = (label + indent).substring(0, indent.length());
    terminal.line(Wrapped.text(head + LogLayout.escaped(text), indent));
  }

  private String ago(Instant when) {
    return Sizes.time(Duration.between(when, now)) + " ago";
  }
}
