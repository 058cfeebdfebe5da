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

/**
 * What this node may send, as it asked for it last; holds for some seconds. Not thread safe, but
 * for {@link #read} and {@link #ask}, which alone go to the spool and may take long.
 */
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
  private int meanwhile;
  private boolean ended;
  private boolean underWay;
  private long began;
  private long asked;
  private long looked;

  /**
   * What the spool said.
   *
   * @param busy true where it was asked for mail that waits
   * @param ahead how far the clock of the spool is before that of this node
   */
  record Answer(PacePage page, boolean busy, Duration ahead) {}

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

  /** True where the page was not looked at for some time. */
  boolean unseen() {
    return nanos.getAsLong() - looked >= LOOK.toNanos();
  }

  /** Asks the spool for the page as it is, and changes nothing here. */
  PacePage read() {
    return PacePage.of(notebook.read(PAGE).orElse(""));
  }

  /** The page was read; no promise comes of it. */
  void seen(PacePage read) {
    page = read;
    looked = nanos.getAsLong();
    known = true;
    slow = Slow.of(slow, page.slow(), now());
  }

  /** Messages that this node had sent in its last minute, where that is not over. */
  int recent(PacePage left) {
    return left.node(notebook.node())
        .filter(node -> node.isRecent(now()))
        .map(Node::recent)
        .orElse(0);
  }

  /** What is to be asked; what is taken from now on is not in it. */
  Ask begin(boolean hasMail, OptionalInt perMinute, DayLedger day, int recent, int wanted) {
    began = nanos.getAsLong();
    meanwhile = 0;
    ended = false;
    underWay = true;
    return new Ask(
        notebook.node(), hasMail, perMinute, day.limit(), recent, day.news(), wanted, slow);
  }

  /** Asks the spool, and changes nothing here. */
  Answer ask(Ask ask) {
    AtomicReference<Instant> time = new AtomicReference<>(clock.instant());
    String text =
        notebook.change(
            PAGE,
            (before, now) -> {
              time.set(now);
              return PacePage.of(before).with(ask, now).text();
            });
    return new Answer(PacePage.of(text), ask.busy(), Duration.between(clock.instant(), time.get()));
  }

  /** What may be sent next, without what was taken since it was asked for. */
  void learn(Answer answer) {
    ahead = answer.ahead();
    page = answer.page();
    slow = Slow.of(slow, page.slow(), now());
    reserve = mine().map(Node::reserve).orElse(0) - meanwhile;
    held = answer.busy();
    busy = answer.busy() && mine().isPresent();
    asked = began;
    looked = began;
    if (ended) {
      end();
    }
  }

  /** Nothing is asked any more, whether there was an answer or not. */
  void over() {
    underWay = false;
  }

  private Optional<Node> mine() {
    return page.node(notebook.node());
  }

  /** True where it was last asked for so long ago, or never. */
  boolean old(Duration time) {
    return nanos.getAsLong() - asked >= time.toNanos();
  }

  /** True while what was asked for may be used; what is being asked for may go to others. */
  boolean holds() {
    return held && !underWay && nanos.getAsLong() - asked < HOLDS;
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
    meanwhile += recipients;
  }

  /** What was asked for counts no more. */
  void end() {
    ended = true;
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
