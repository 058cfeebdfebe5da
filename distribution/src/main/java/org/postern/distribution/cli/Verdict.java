package org.postern.distribution.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.distribution.output.Sizes;
import org.postern.distribution.watch.Severity;
import org.postern.spool.Queue.Counts;

/**
 * Whether mail flows, of all that server and spool say.
 *
 * @param stuck why mail does not, in sentences
 * @param warnings what somebody should see to while mail flows
 * @param dayUsedUp whether mail waits for the day to renew, and flows then by itself
 */
record Verdict(List<String> stuck, List<String> warnings, boolean dayUsedUp) {

  /**
   * @param live what the server says of itself; empty where none does
   * @param counts what is in the spool; empty where that was not looked into
   * @param tooOld the age from which waiting mail is late
   */
  static Verdict of(
      Optional<Map<String, String>> live,
      Optional<Counts> counts,
      Duration tooOld,
      WatchLines watched,
      Instant now) {
    boolean dayUsedUp = live.filter(known -> known.containsKey("day_renews_at")).isPresent();
    Verdict verdict = new Verdict(new ArrayList<>(), new ArrayList<>(), dayUsedUp);
    live.map(known -> known.get("held"))
        .ifPresent(why -> verdict.stuck.add("All mail waits: " + LogLayout.escaped(why)));
    if (counts.isEmpty()) {
      live.map(known -> known.get("spool_fault"))
          .ifPresent(why -> verdict.stuck.add("No mail is taken: " + LogLayout.escaped(why)));
    }
    verdict.age(live, counts.flatMap(Counts::oldest), tooOld, now);
    counts.map(Counts::dead).filter(dead -> dead > 0).ifPresent(verdict::dead);
    verdict.stuck.addAll(watched.sentences(Severity.ERROR));
    verdict.warnings.addAll(watched.sentences(Severity.WARNING));
    return verdict;
  }

  /** One recipient whose server puts him off for long does not mean that mail is stuck. */
  private void age(
      Optional<Map<String, String>> live, Optional<Instant> oldest, Duration tooOld, Instant now) {
    Optional<Instant> behind =
        live.isEmpty() ? oldest : live.map(one -> one.get("behind_since")).map(Instant::parse);
    Instant limit = now.minus(tooOld);
    if (behind.filter(limit::isAfter).isPresent()) {
      stuck.add(
          "Mail waits for "
              + Sizes.time(Duration.between(behind.get(), now))
              + ", and none was delivered since; `postern queue list` says why.");
    } else if (oldest.filter(limit::isAfter).isPresent()) {
      warnings.add(
          "Some mail waits for long, the oldest for "
              + Sizes.time(Duration.between(oldest.get(), now))
              + ", while mail is delivered; `postern queue list` says why.");
    }
  }

  private void dead(long recipients) {
    warnings.add(
        recipients
            + " recipients were given up, and nobody could be told: see `postern queue list"
            + " --state dead`, then retry or drop them.");
  }

  int exitCode() {
    if (!stuck.isEmpty()) {
      return ExitCode.ACT;
    }
    return warnings.isEmpty() && !dayUsedUp ? ExitCode.OK : ExitCode.WARNING;
  }
}
