package org.postern.spool.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.spool.MailId;

class MailIdsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static MailIds at(Instant moment) {
    return new MailIds(Clock.fixed(moment, ZoneOffset.UTC));
  }

  @Test
  void idsOfOneMomentDifferAndStandInTheOrderInWhichTheyWereGiven() {
    MailIds ids = at(NOW);
    List<MailId> given = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      given.add(MailIds.text(ids.next()));
    }

    assertThat(given).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void idsOfDifferentMomentsStandInTheirOrder() {
    List<MailId> given = new ArrayList<>();
    for (int hours : List.of(-900_000, -1, 0, 1, 24, 20_000, 200_000)) {
      given.add(MailIds.text(at(NOW.plus(Duration.ofHours(hours))).next()));
    }

    assertThat(given).isSorted();
  }

  @Test
  void processesThatDoNotKnowEachOtherDoNotMeet() {
    Set<Long> given = new HashSet<>();
    int met = 0;
    for (int process = 0; process < 200; process++) {
      met += given.add(at(NOW).next()) ? 0 : 1;
    }

    // 200 first ids in one millisecond: 20,000 pairs in a million places
    assertThat(met).isLessThan(5);
  }

  @Test
  void aTextLeadsBackToItsNumber() {
    MailIds ids = at(NOW);
    for (int i = 0; i < 1000; i++) {
      long number = ids.next();
      assertThat(MailIds.number(MailIds.text(number))).isEqualTo(OptionalLong.of(number));
      assertThat(MailIds.text(number).text()).hasSize(13).doesNotContainPattern("[ILOU]");
    }
    assertThat(Collections.max(List.of(ids.next(), ids.next()))).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ABCDEFGH", "0000000000000000", "U000000000000", "Z000000000000"})
  void whatIsNoIdOfOursHasNoNumber(String text) {
    assertThat(MailIds.number(new MailId(text))).isEmpty();
  }
}
