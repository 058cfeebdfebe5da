package org.postern.distribution.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes few messages of what is seen again and again: one when a condition has lasted long enough,
 * one when it has become worse, one at each interval while it stays, one when it has been gone for
 * long enough. Where the clock was set back, waits anew rather than for long. Thread safe.
 */
public final class Warnings {

  private final Map<String, Instant> firstSeen = new HashMap<>();
  private final Map<String, Instant> goneSince = new HashMap<>();
  private final Map<String, Warning> open = new TreeMap<>();
  private final Set<String> unseen = new HashSet<>();

  /** With those that were open when the process before ended. */
  public Warnings(Collection<Warning> before) {
    before.forEach(
        warning -> {
          open.put(warning.condition().id(), warning);
          firstSeen.put(warning.condition().id(), warning.since());
          unseen.add(warning.condition().id());
        });
  }

  /** Those that are open, by id. */
  public synchronized List<Warning> open() {
    return List.copyOf(open.values());
  }

  /**
   * The ids of those open ones whose cause is gone, and which end when it stays away. Up to the
   * first look also those of the process before: a start is what mends many a cause.
   */
  public synchronized Set<String> over() {
    Set<String> ids = new HashSet<>(goneSince.keySet());
    ids.addAll(unseen);
    return Set.copyOf(ids);
  }

  /**
   * What is to be told now.
   *
   * @param present all that is wrong at this moment, each id once
   * @param repeat zero: nothing is repeated
   * @param calm how long a condition must be gone
   */
  public synchronized List<Notice> look(
      List<Condition> present, Instant now, Duration repeat, Duration calm) {
    unseen.clear();
    List<Notice> notices = new ArrayList<>();
    for (Condition condition : present) {
      goneSince.remove(condition.id());
      Instant since = earlier(firstSeen.computeIfAbsent(condition.id(), id -> now), now);
      firstSeen.put(condition.id(), since);
      event(condition, since, now, repeat)
          .ifPresent(event -> notices.add(new Notice(event, condition, since, now)));
      boolean told = notices.stream().anyMatch(notice -> notice.condition() == condition);
      Optional<Warning> before = Optional.ofNullable(open.get(condition.id()));
      if (told || before.isPresent()) {
        Instant then = told ? now : earlier(before.orElseThrow().told(), now);
        open.put(condition.id(), new Warning(worst(condition, before), since, then));
      }
    }
    Set<String> here = present.stream().map(Condition::id).collect(Collectors.toSet());
    firstSeen.keySet().removeIf(id -> !here.contains(id) && !open.containsKey(id));
    notices.addAll(ended(here, now, calm));
    return notices;
  }

  private Optional<Notice.Event> event(
      Condition condition, Instant since, Instant now, Duration repeat) {
    Warning before = open.get(condition.id());
    if (before == null) {
      boolean longEnough = !since.plus(condition.after()).isAfter(now);
      return longEnough ? Optional.of(Notice.Event.BEGIN) : Optional.empty();
    }
    boolean again =
        condition.repeats()
            && !repeat.isZero()
            && !earlier(before.told(), now).plus(repeat).isAfter(now);
    boolean worse = condition.grade() > before.condition().grade();
    return again || worse ? Optional.of(Notice.Event.REPEAT) : Optional.empty();
  }

  /** What was told once is not told again because it went back for a moment. */
  private static Condition worst(Condition condition, Optional<Warning> before) {
    int grade = before.map(warning -> warning.condition().grade()).orElse(0);
    return condition.grade(Math.max(grade, condition.grade()));
  }

  private List<Notice> ended(Set<String> here, Instant now, Duration calm) {
    List<Notice> notices = new ArrayList<>();
    for (Warning warning : List.copyOf(open.values())) {
      String id = warning.condition().id();
      if (here.contains(id)) {
        continue;
      }
      Instant gone = earlier(goneSince.computeIfAbsent(id, first -> now), now);
      goneSince.put(id, gone);
      if (!gone.plus(calm).isAfter(now)) {
        open.remove(id);
        firstSeen.remove(id);
        goneSince.remove(id);
        notices.add(new Notice(Notice.Event.END, warning.condition(), warning.since(), now));
      }
    }
    return notices;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
