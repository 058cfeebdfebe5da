package org.postern.relay.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.postern.spool.Notebook;
import org.postern.testkit.TestClock;

/** The notebook of a spool that several nodes share, and the time of the test. One thread. */
final class Pages {

  private final Map<String, String> all = new HashMap<>();
  private final TestClock clock;
  int written;

  Pages(Instant now) {
    this.clock = TestClock.standing(now);
  }

  /** The pace of that node. */
  Pace pace(OptionalInt perMinute, OptionalInt perDay, long node) {
    return pace(perMinute, perDay, node, Duration.ZERO);
  }

  /** As above, where the clock of the node is ahead of that of the spool. */
  Pace pace(OptionalInt perMinute, OptionalInt perDay, long node, Duration ahead) {
    return new Pace(
        perMinute,
        perDay,
        new Of(node),
        Clock.offset(clock, ahead),
        () -> now().toEpochMilli() * 1_000_000);
  }

  Instant now() {
    return clock.instant();
  }

  void now(Instant other) {
    clock.pass(Duration.between(now(), other));
  }

  void pass(Duration time) {
    clock.pass(time);
  }

  void write(String name, String text) {
    all.put(name, text);
  }

  /** As a node sees it. */
  private final class Of implements Notebook {

    private final long node;

    private Of(long node) {
      this.node = node;
    }

    @Override
    public Optional<String> read(String name) {
      return Optional.ofNullable(all.get(name));
    }

    @Override
    public void write(String name, String text) {
      written++;
      all.put(name, text);
    }

    @Override
    public String change(String name, Change change) {
      write(name, change.of(all.getOrDefault(name, ""), now()));
      return all.get(name);
    }

    @Override
    public long node() {
      return node;
    }
  }
}
