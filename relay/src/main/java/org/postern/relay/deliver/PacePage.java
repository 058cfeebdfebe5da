package org.postern.relay.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What all nodes on one spool keep of the pace, in one page of its notebook: the recipients of the
 * day, what each node may send next, and what the server asked for. A node changes the page with
 * nobody else in between, and takes for itself only what no other has: so all together never send
 * more than allowed, however seldom they look. Immutable.
 *
 * @param steps recipients of all nodes, see {@link DayLedger}
 * @param nodes those that sent or asked within the last minute
 * @param slow what the server asked for, where it did
 */
record PacePage(Map<Long, Integer> steps, List<Node> nodes, Optional<Slow> slow) {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** A node that does not sign for so long is dead, or has nothing to send. */
  private static final Duration ALIVE = Duration.ofSeconds(10);

  /** Where there are others, a node sets this part of a day aside for itself, or a little more. */
  private static final int PARTS_OF_DAY = 100;

  private static final Pattern STEP = Pattern.compile("(\\d{1,12}) (\\d{1,9})");
  private static final Pattern NODE =
      Pattern.compile("node (\\d{1,19}) (\\d{1,15}) (busy|rest) (\\d{1,9}) (\\d{1,9}) (\\d{1,9})");
  private static final Pattern SLOW = Pattern.compile("slow (\\d{1,9}) (\\d{1,12})");

  /**
   * One node.
   *
   * @param signed when it wrote this
   * @param busy true where it has mail to send
   * @param share messages that it may send within any minute
   * @param recent messages that it had sent within the last minute
   * @param reserve recipients of the day that it may take before it asks again
   */
  record Node(long id, Instant signed, boolean busy, int share, int recent, int reserve) {

    /** True where what it had sent may count still. */
    boolean isRecent(Instant now) {
      return within(MINUTE, now);
    }

    private boolean within(Duration time, Instant now) {
      Duration age = Duration.between(signed, now).abs(); // a clock may be set
      return age.compareTo(time) < 0;
    }

    private boolean alive(Instant now) {
      return busy && within(ALIVE, now);
    }

    /** Messages that it may have sent within the minute before any moment from now on. */
    private int most(Instant now) {
      return alive(now) ? Math.max(share, recent) : recent;
    }
  }

  /** So many messages a minute, of all nodes, until then. */
  record Slow(int perMinute, Instant until) {

    /** Both were asked for: the less, for as long as either. */
    static Optional<Slow> of(Optional<Slow> one, Optional<Slow> other, Instant now) {
      Optional<Slow> first = one.filter(slow -> slow.until.isAfter(now));
      Optional<Slow> second = other.filter(slow -> slow.until.isAfter(now));
      return first
          .flatMap(
              a ->
                  second.map(
                      b ->
                          new Slow(
                              Math.min(a.perMinute, b.perMinute),
                              a.until.isAfter(b.until) ? a.until : b.until)))
          .or(() -> first)
          .or(() -> second);
    }

    /** What may go within a minute, of all nodes. */
    static OptionalInt limit(OptionalInt perMinute, Optional<Slow> slow) {
      return slow.isEmpty()
          ? perMinute
          : OptionalInt.of(Math.min(perMinute.orElse(Integer.MAX_VALUE), slow.get().perMinute));
    }
  }

  /**
   * What one node says and asks for.
   *
   * @param busy true where it has mail to send
   * @param recent messages that it sent within the last minute
   * @param news recipients that it took since it asked last, by step
   * @param wanted recipients of the mail that waits; 0: none does
   * @param slow what the server asked of it
   */
  record Ask(
      long node,
      boolean busy,
      OptionalInt perMinute,
      OptionalInt perDay,
      int recent,
      Map<Long, Integer> news,
      int wanted,
      Optional<Slow> slow) {

    private int usual() {
      int taken = news.values().stream().mapToInt(Integer::intValue).sum();
      return Math.max(2 * taken, perDay.orElse(0) / PARTS_OF_DAY + 1);
    }
  }

  /** Lines that nobody can read are passed over: they cost a count, not the mail. */
  static PacePage of(String text) {
    TreeMap<Long, Integer> steps = new TreeMap<>();
    List<Node> nodes = new ArrayList<>();
    Optional<Slow> slow = Optional.empty();
    for (String line : text.split("\n")) {
      String[] word = line.split(" ");
      if (STEP.matcher(line).matches()) {
        steps.merge(Long.parseLong(word[0]), Integer.parseInt(word[1]), Integer::sum);
      } else if (NODE.matcher(line).matches()) {
        nodes.add(
            new Node(
                Long.parseUnsignedLong(word[1]),
                Instant.ofEpochMilli(Long.parseLong(word[2])),
                word[3].equals("busy"),
                Integer.parseInt(word[4]),
                Integer.parseInt(word[5]),
                Integer.parseInt(word[6])));
      } else if (SLOW.matcher(line).matches()) {
        slow =
            Optional.of(
                new Slow(
                    Integer.parseInt(word[1]), Instant.ofEpochSecond(Long.parseLong(word[2]))));
      }
    }
    return new PacePage(steps, nodes, slow);
  }

  /** As {@link #of} reads it. */
  String text() {
    List<String> lines = new ArrayList<>();
    slow.ifPresent(
        asked -> lines.add("slow " + asked.perMinute() + " " + asked.until().getEpochSecond()));
    for (Node node : nodes) {
      lines.add(
          "node "
              + node.id()
              + " "
              + node.signed().toEpochMilli()
              + (node.busy() ? " busy " : " rest ")
              + node.share()
              + " "
              + node.recent()
              + " "
              + node.reserve());
    }
    steps.forEach((step, count) -> lines.add(step + " " + count));
    return lines.stream().collect(Collectors.joining("\n"));
  }

  Optional<Node> node(long id) {
    return nodes.stream().filter(node -> node.id() == id).findFirst();
  }

  /** Those besides this one that sent or asked within the last minute. */
  List<Node> others(long id, Instant now) {
    return nodes.stream().filter(node -> node.id() != id && node.isRecent(now)).toList();
  }

  /** The page with what the node says, and with what it may send next. */
  PacePage with(Ask ask, Instant now) {
    TreeMap<Long, Integer> sums = new TreeMap<>(steps);
    ask.news()
        .forEach((step, count) -> sums.merge(DayLedger.notAfter(step, now), count, Integer::sum));
    sums.values().removeIf(count -> count <= 0);
    DayLedger.forget(sums, now);
    Optional<Slow> slower = Slow.of(slow, ask.slow(), now);
    List<Node> all = new ArrayList<>(others(ask.node(), now));
    OptionalInt perMinute = Slow.limit(ask.perMinute(), slower);
    if (perMinute.isPresent() || ask.perDay().isPresent()) {
      int share = ask.busy() ? share(ask, perMinute, all, now) : 0;
      int reserve = ask.busy() && ask.perDay().isPresent() ? reserve(ask, sums, all, now) : 0;
      all.add(new Node(ask.node(), now, ask.busy(), share, ask.recent(), reserve));
    }
    return new PacePage(sums, all, slower);
  }

  /** An equal part, where what the others may have sent leaves that much. */
  private static int share(Ask ask, OptionalInt perMinute, List<Node> others, Instant now) {
    if (perMinute.isEmpty()) {
      return ask.recent();
    }
    int most = perMinute.getAsInt();
    long rank = others.stream().filter(node -> node.alive(now) && node.id() < ask.node()).count();
    int nodes = busy(others, now) + 1;
    int part = most / nodes + (rank < most % nodes ? 1 : 0);
    int left = most - others.stream().mapToInt(node -> node.most(now)).sum();
    return Math.max(0, Math.min(part, left));
  }

  /** All that is left of the day where no other sends; else a little, or what is wanted. */
  private static int reserve(Ask ask, Map<Long, Integer> sums, List<Node> others, Instant now) {
    int day = ask.perDay().orElseThrow();
    int used = sums.values().stream().mapToInt(Integer::intValue).sum();
    int set = others.stream().filter(node -> node.alive(now)).mapToInt(Node::reserve).sum();
    int left = day - used - set;
    if (ask.wanted() > day && used == 0 && set == 0) {
      return ask.wanted();
    }
    int nodes = busy(others, now) + 1;
    int some = nodes == 1 ? left : Math.min(left / nodes, ask.usual());
    return Math.max(0, ask.wanted() <= left ? Math.max(some, ask.wanted()) : some);
  }

  private static int busy(List<Node> others, Instant now) {
    return (int) others.stream().filter(node -> node.alive(now)).count();
  }
}
