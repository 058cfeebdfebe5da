package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several nodes on one spool keep together to what the provider allows. */
class SharedPaceTest {

  private static final OptionalInt ANY = OptionalInt.empty();

  private final Pages pages = new Pages(Instant.parse("2026-12-01T12:00:00Z"));

  @Test
  void aSecondNodeGetsHalfOfTheMinuteAndNotAMessageMoreGoes() {
    Pace one = pages.pace(OptionalInt.of(30), ANY, 1);
    assertThat(sent(one)).isEqualTo(30);
    Pace two = pages.pace(OptionalInt.of(30), ANY, 2);
    assertThat(sent(two)).isZero();

    assertThat(minutes(1, one, two)).containsExactly(0, 0);
    assertThat(minutes(1, one, two)).containsExactly(15, 15);
    assertThat(minutes(2, one, two)).containsExactly(30, 30);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 30})
  void noMinuteAndNoDayHasMoreThanAllowedWhateverTheNodesDo(int perMinute) {
    int perDay = 40 * perMinute;
    Random random = new Random(perMinute);
    List<Pace> nodes =
        IntStream.range(0, 3)
            .mapToObj(
                node ->
                    pages.pace(
                        OptionalInt.of(perMinute),
                        OptionalInt.of(perDay),
                        node + 1,
                        Duration.ofMinutes(20L * node)))
            .toList();
    Sent all = new Sent();
    for (int second = 0; second < 4 * 3600; second++) {
      pages.pass(Duration.ofSeconds(1));
      for (Pace node : nodes) {
        int what = random.nextInt(10);
        int recipients = 1 + random.nextInt(3);
        if (what < 3 && node.take(recipients).isZero() || what == 3 && node.tryTake(recipients)) {
          all.add(recipients);
        } else if (what < 8) {
          node.saveNowAndThen();
        } else if (what == 8) {
          node.stay();
        }
      }
      assertThat(all.lastMinute()).isLessThanOrEqualTo(perMinute);
      assertThat(all.recipients).isLessThanOrEqualTo(perDay);
    }
    assertThat(all.recipients).isBetween(perDay - 2, perDay);
  }

  @Test
  void aNodeThatDiesLeavesItsPartOfTheMinuteToTheOthersAndItsRecipientsStayCounted() {
    Pace dies = pages.pace(OptionalInt.of(30), OptionalInt.of(100), 1);
    Pace lives = pages.pace(OptionalInt.of(30), OptionalInt.of(100), 2);
    minutes(1, dies, lives);
    assertThat(minutes(1, dies, lives)).containsExactly(15, 15);

    pages.pass(Duration.ofMinutes(2));
    assertThat(sent(lives)).isEqualTo(30);
    pages.pass(Duration.ofMinutes(1));
    assertThat(sent(lives)).isEqualTo(10);
    assertThat(lives.today()).isEqualTo(100);
    assertThat(lives.renewsAt()).isPresent();
    pages.pass(Duration.ofHours(25));
    lives.saveNowAndThen();
    assertThat(lives.today()).isZero();
  }

  @Test
  void aNodeWithoutMailTakesNoPart() {
    Pace busy = pages.pace(OptionalInt.of(30), OptionalInt.of(1000), 1);
    Pace idle = pages.pace(OptionalInt.of(30), OptionalInt.of(1000), 2);
    assertThat(idle.take(1)).isZero();
    for (int i = 0; i < 63; i++) {
      pages.pass(Duration.ofSeconds(1));
      idle.saveNowAndThen();
    }
    assertThat(sent(busy)).isEqualTo(30);
    busy.rest();
    int written = pages.written;
    for (int i = 0; i < 600; i++) {
      pages.pass(Duration.ofSeconds(1));
      idle.saveNowAndThen();
    }
    assertThat(pages.written).isEqualTo(written);
    assertThat(idle.today()).isEqualTo(31);
  }

  @Test
  void aNodeThatIsStartedAnewGoesOnWithWhatAllHaveSent() {
    Pace one = pages.pace(OptionalInt.of(30), OptionalInt.of(50), 1);
    Pace two = pages.pace(OptionalInt.of(30), OptionalInt.of(50), 2);
    assertThat(one.take(20)).isZero();
    one.rest();
    assertThat(two.take(20)).isZero();
    two.rest();

    Pace again = pages.pace(OptionalInt.of(30), OptionalInt.of(50), 3);

    assertThat(again.take(11)).isGreaterThan(Duration.ofHours(23));
    assertThat(again.take(10)).isZero();
    assertThat(again.today()).isEqualTo(50);
    assertThat(sent(again)).isZero();
  }

  @Test
  void aMailToManyGetsWhatOthersDoNotNeed() {
    Pace one = pages.pace(ANY, OptionalInt.of(1000), 1);
    Pace two = pages.pace(ANY, OptionalInt.of(1000), 2);
    assertThat(one.take(10)).isZero();
    assertThat(two.take(700)).isPositive();
    pages.pass(Duration.ofSeconds(1));
    one.saveNowAndThen();
    pages.pass(Duration.ofSeconds(1));
    one.saveNowAndThen();

    assertThat(two.take(700)).isZero();
    two.stay();
    assertThat(one.take(291)).isEqualTo(Duration.ofSeconds(1));
    two.rest();
    assertThat(one.take(291)).isGreaterThan(Duration.ofHours(23));
  }

  @Test
  void aServerThatWantsLessOfOneNodeGetsLessOfAll() {
    Pace one = pages.pace(OptionalInt.of(40), ANY, 1);
    Pace two = pages.pace(OptionalInt.of(40), ANY, 2);
    minutes(1, one, two);
    assertThat(minutes(1, one, two)).containsExactly(20, 20);

    sent(one);
    one.slowDown();
    minutes(1, one, two); // what was promised before is sent still

    assertThat(minutes(1, one, two)).containsExactly(10, 10);
  }

  /** What each sends where both try each second. */
  private int[] minutes(int minutes, Pace one, Pace two) {
    int[] sent = new int[2];
    for (int i = 0; i < 60 * minutes; i++) {
      sent[0] += sent(one);
      sent[1] += sent(two);
      pages.pass(Duration.ofSeconds(1));
    }
    return sent;
  }

  private static int sent(Pace pace) {
    int sent = 0;
    while (pace.take(1).isZero()) {
      sent++;
    }
    return sent;
  }

  /** What went out, of all nodes. */
  private final class Sent {

    private final Deque<Instant> times = new ArrayDeque<>();
    private int recipients;

    private void add(int more) {
      times.addLast(pages.now());
      recipients += more;
    }

    private int lastMinute() {
      while (!times.isEmpty() && !times.peekFirst().plusSeconds(60).isAfter(pages.now())) {
        times.removeFirst();
      }
      return times.size();
    }
  }
}
