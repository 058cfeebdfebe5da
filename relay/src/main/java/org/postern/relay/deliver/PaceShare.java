package org.postern.relay.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.postern.relay.deliver.PacePage.Ask;
import org.postern.relay.deliver.PacePage.Node;
import org.postern.relay.deliver.PacePage.Slow;
import org.postern.spool.Notebook;

/** What this node may send, as it asked for it last; holds for some seconds. Not thread safe. */
final class PaceShare {

  private static final String PAGE = "pace";

  /** Less than the time for which others take it for {@linkplain PacePage alive}. */
  private static final long HOLDS = Duration.ofSeconds(5).toNanos();

  private static final Duration LOOK = Duration.ofSeconds(20);

  private final Notebook notebook;
  private final Clock clock;
  private final LongSupplier nanos;
  private PacePage page = new PacePage(Map.of(), List.of(), Optional.empty());
  private boolean known;
  private boolean held;
  private boolean busy;
  private Optional<Slow> slow = Optional.empty();
  private Duration ahead = Duration.ZERO;
  private int reserve;
  private long asked;
  private long looked;

  PaceShare(Notebook notebook, Clock clock, LongSupplier nanos) {
    this.notebook = notebook;
    this.clock = clock;
    this.nanos = nanos;
    this.asked = nanos.getAsLong() - HOLDS;
    this.looked = asked;
  }

  /** By the clock of the spool, which all nodes share. */
  Instant now() {
    return clock.instant().plus(ahead);
  }

  /** False until the page was read for the first time. */
  boolean known() {
    return known;
  }

  /** The page as an earlier process left it; empty where that was read before. */
  Optional<PacePage> first() {
    return known ? Optional.empty() : Optional.of(read());
  }

  /** The page as it is, where it was not seen for some time; no promise comes of it. */
  Optional<PacePage> look() {
    boolean due = nanos.getAsLong() - looked >= LOOK.toNanos();
    return due ? Optional.of(read()) : Optional.empty();
  }

  private PacePage read() {
    page = PacePage.of(notebook.read(PAGE).orElse(""));
    looked = nanos.getAsLong();
    known = true;
    slow = Slow.of(slow, page.slow(), now());
    return page;
  }

  /** Messages that this node had sent in its last minute, where that is not over. */
  int recent(PacePage left) {
    return left.node(notebook.node())
        .filter(node -> node.isRecent(now()))
        .map(Node::recent)
        .orElse(0);
  }

  /** Writes down what was sent, and learns what may be sent next. */
  PacePage ask(boolean hasMail, OptionalInt perMinute, DayLedger day, int recent, int wanted) {
    long began = nanos.getAsLong();
    Ask ask =
        new Ask(notebook.node(), hasMail, perMinute, day.limit(), recent, day.news(), wanted, slow);
    AtomicReference<Instant> time = new AtomicReference<>(now());
    String text =
        notebook.change(
            PAGE,
            (before, now) -> {
              time.set(now);
              return PacePage.of(before).with(ask, now).text();
            });
    ahead = Duration.between(clock.instant(), time.get());
    page = PacePage.of(text);
    slow = page.slow();
    reserve = mine().map(Node::reserve).orElse(0);
    held = hasMail;
    busy = hasMail && mine().isPresent();
    asked = began;
    looked = began;
    return page;
  }

  private Optional<Node> mine() {
    return page.node(notebook.node());
  }

  /** True where it was last asked for so long ago, or never. */
  boolean old(Duration time) {
    return nanos.getAsLong() - asked >= time.toNanos();
  }

  /** True while what was asked for may be used. */
  boolean holds() {
    return held && nanos.getAsLong() - asked < HOLDS;
  }

  /** True where others leave room for it. */
  boolean busy() {
    return busy;
  }

  boolean hasOthers() {
    return !page.others(notebook.node(), now()).isEmpty();
  }

  int recentOfOthers() {
    return page.others(notebook.node(), now()).stream().mapToInt(Node::recent).sum();
  }

  /** Messages within any minute. */
  int perMinute() {
    return mine().map(Node::share).orElse(0);
  }

  /** Recipients of the day. */
  int reserve() {
    return reserve;
  }

  void taken(int recipients) {
    reserve -= recipients;
  }

  /** What was asked for counts no more. */
  void end() {
    held = false;
    asked = nanos.getAsLong() - HOLDS;
  }

  Optional<Slow> slow() {
    return slow.filter(asked -> asked.until().isAfter(now()));
  }

  /** The server wants less, of all nodes. */
  void slow(Slow less) {
    slow = Optional.of(less);
    end();
  }
}
