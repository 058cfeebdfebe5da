package org.postern.distribution.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.core.settings.SettingValues;
import org.postern.core.vitals.Ending;
import org.postern.distribution.output.Sizes;
import org.postern.distribution.watch.Condition;
import org.postern.distribution.watch.LoginProbe;
import org.postern.distribution.watch.Nearness;
import org.postern.distribution.watch.Severity;
import org.postern.distribution.wiring.AlertKeys;
import org.postern.distribution.wiring.ServerKeys;
import org.postern.relay.DeliveryStatus;
import org.postern.spool.Queue;
import org.postern.spool.SpoolKeys;

/** What is wrong at a moment, of all that the server knows of itself. One use. */
final class Concerns {

  private static final Duration RELOAD_SOON = Duration.ofMinutes(10);
  private static final long MEGABYTE = 1 << 20;

  private final ServerStatus status;
  private final SettingValues values;
  private final Instant now;
  private final List<Condition> all = new ArrayList<>();

  private Concerns(ServerStatus status, SettingValues values, Instant now) {
    this.status = status;
    this.values = values;
    this.now = now;
  }

  /** All of it, each id once. */
  static List<Condition> of(ServerStatus status, SettingValues values, Instant now) {
    Concerns concerns = new Concerns(status, values, now);
    concerns.way(status.delivery());
    concerns.probe(status.watched().probe());
    concerns.silence();
    status.queue().ifPresent(concerns::queue);
    concerns.spool();
    concerns.disk();
    concerns.files();
    status.watched().endings().forEach(concerns::ending);
    return List.copyOf(concerns.all);
  }

  private void way(DeliveryStatus delivery) {
    delivery
        .held()
        .ifPresent(
            why ->
                all.add(
                    Condition.error(
                            "route-held",
                            "all mail waits: " + why,
                            "mend it, then `postern reload`; `postern doctor` looks closer")
                        .lasting(values.get(AlertKeys.ROUTE_AFTER))));
    day(delivery).ifPresent(all::add);
  }

  private static Optional<Condition> day(DeliveryStatus delivery) {
    Optional<Condition> full =
        delivery
            .dayRenewsAt()
            .map(
                when ->
                    Condition.warning(
                            "day-full",
                            "the recipients of a day are used up, and mail waits until "
                                + Sizes.minute(when),
                            "it then goes on by itself; send less, or ask the provider for more")
                        .grade(1));
    return full.or(
        () ->
            delivery
                .dayFullAt()
                .map(
                    when ->
                        Condition.warning(
                            "day-full",
                            "at this pace the recipients of a day are used up at "
                                + Sizes.minute(when),
                            "mail then waits until the first of them are a day old; send less")));
  }

  /** What a mail has shown since is truer than the probe. */
  private void probe(LoginProbe.Status probe) {
    probe
        .last()
        .filter(last -> !last.ok())
        .filter(
            last ->
                status.delivery().lastSuccess().filter(mail -> mail.isAfter(last.at())).isEmpty())
        .ifPresent(
            last ->
                all.add(
                    Condition.error(
                        "login-probe",
                        "a login without mail failed, so mail would wait: " + last.text(),
                        "`postern doctor` looks closer")));
  }

  private void silence() {
    Duration most = values.get(AlertKeys.NO_SUCCESS_AFTER);
    Instant last = status.delivery().lastSuccess().orElse(status.since());
    if (!most.isZero() && last.plus(most).isBefore(now)) {
      all.add(
          Condition.error(
              "no-success",
              "no mail was delivered for " + Sizes.time(Duration.between(last, now)),
              "look whether any comes in (`postern status`) and goes out (`postern doctor`)"));
    }
  }

  private void queue(Queue.Counts counts) {
    Optional<Condition> stuck = tooOld(status.behind()).map(Concerns::stuck);
    stuck.or(() -> tooOld(counts.oldest()).map(Concerns::late)).ifPresent(all::add);
    if (counts.dead() > 0) {
      all.add(
          Condition.warning(
                  "dead-mail",
                  counts.dead() + " recipients were given up, and nobody could be told",
                  "see `postern queue list --state dead`, then retry or drop them")
              // told anew when they have doubled
              .grade(Long.SIZE - Long.numberOfLeadingZeros(counts.dead())));
    }
  }

  /** A disk without room is told of as such. */
  private void spool() {
    long free = status.watched().freeBytes().orElse(Long.MAX_VALUE);
    status
        .spoolFault()
        .filter(fault -> status.queue().isEmpty() || free >= refusedBelow())
        .ifPresent(
            fault ->
                all.add(
                    Condition.error(
                        "spool-unusable", "no mail is taken: " + fault, "see the log")));
  }

  private long refusedBelow() {
    return values.get(SpoolKeys.KEEP_FREE) * MEGABYTE;
  }

  private Optional<Duration> tooOld(Optional<Instant> arrived) {
    return arrived
        .map(then -> Duration.between(then, now))
        .filter(age -> age.compareTo(values.get(ServerKeys.STUCK_AFTER)) > 0);
  }

  private static Condition stuck(Duration age) {
    return Condition.error(
            "mail-old",
            "mail waits for " + Sizes.time(age) + ", and none was delivered since",
            "`postern queue list` says why")
        .grade(1);
  }

  /** Such as one recipient whose server puts him off, while all other mail is delivered. */
  private static Condition late(Duration age) {
    return Condition.warning(
        "mail-old",
        "some mail waits for long, the oldest for " + Sizes.time(age) + ", while mail is delivered",
        "`postern queue list` says why");
  }

  private void disk() {
    status
        .watched()
        .freeBytes()
        .ifPresent(
            free -> {
              long refused = refusedBelow();
              if (free < refused || free < values.get(AlertKeys.DISK_FREE) * MEGABYTE) {
                Condition low =
                    Condition.warning(
                        "disk-low",
                        Sizes.bytes(free) + " are free on the disk of the spool",
                        "make room; below "
                            + values.get(SpoolKeys.KEEP_FREE)
                            + " MB ("
                            + SpoolKeys.KEEP_FREE
                            + ") no mail is taken");
                all.add(free < refused ? worse(low) : low);
              }
            });
  }

  private void files() {
    if (!status.watched().changedFiles().isEmpty()) {
      String names =
          status.watched().changedFiles().stream()
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
      all.add(
          Condition.warning(
                  "settings-changed",
                  names + " changed and is not in force",
                  "`postern reload` applies it, or says what is wrong with it")
              .lasting(RELOAD_SOON));
    }
  }

  private void ending(Ending ending) {
    List<Integer> days = values.get(AlertKeys.ENDING_DAYS);
    Nearness near = new Nearness(ending, now);
    int passed = near.passed(days);
    String id = "ending:" + ending.what();
    if (near.ended()) {
      all.add(Condition.error(id, near.inWords(), ending.remedy()).grade(days.size() + 1));
    } else if (passed > 0) {
      all.add(
          Condition.warning(id, near.inWords(), ending.remedy()).grade(passed).toldOnceAGrade());
    }
  }

  private static Condition worse(Condition one) {
    return new Condition(
        one.id(), Severity.ERROR, one.text(), one.remedy(), one.after(), one.grade() + 1, true);
  }
}
