package org.postern.relay.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What header sections may take, alone and together. */
class SectionBufferTest {

  private static final int ROOM = 384 * 1024;

  private final HeaderRoom room = new HeaderRoom(ROOM);

  private SectionBuffer of(int bytes) throws Refused {
    SectionBuffer section = new SectionBuffer(room);
    for (int at = 0; at < bytes; at += 1024) {
      add(section, "X: " + "y".repeat(1019) + "\r\n");
    }
    return section;
  }

  private static void add(SectionBuffer section, String line) throws Refused {
    byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
    section.add(bytes, 0, bytes.length);
    assertThat(section.takesLine()).isTrue();
  }

  @Test
  void whereOthersHoldAllOfTheRoomALargeSectionComesAgainAndAUsualOneIsTaken() throws Exception {
    SectionBuffer greedy = of(160 * 1024);
    assertThatThrownBy(() -> of(100 * 1024)).hasMessageStartingWith("452 4.3.1");
    assertThat(of(SectionBuffer.OWN).length()).isEqualTo(SectionBuffer.OWN);
    greedy.close();
  }

  @Test
  void whatWasTakenIsGivenBack() throws Exception {
    SectionBuffer large = of(160 * 1024);
    assertThat(room.left()).isLessThan(ROOM - 128 * 1024);
    large.close();
    large.close();
    assertThat(room.left()).isEqualTo(ROOM);
  }

  @Test
  void foldedLinesAreNoFieldsOfTheirOwn() throws Exception {
    SectionBuffer section = new SectionBuffer(room);
    for (int i = 0; i < SectionBuffer.MOST_FIELDS; i++) {
      add(section, "a:\r\n");
      add(section, " b\r\n");
    }
    assertThatThrownBy(() -> add(section, "a:\r\n"))
        .hasMessage("552 5.3.4 The header section has more than 2000 fields");
  }
}
