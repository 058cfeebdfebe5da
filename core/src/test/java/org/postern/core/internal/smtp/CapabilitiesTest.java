package org.postern.core.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.core.smtp.SmtpReply;

class CapabilitiesTest {

  @Test
  void keywordsAreReadInAnyCase() {
    Capabilities offered = offered("pipelining", "8BitMime", "Size 1000", "auth plain Login");
    assertThat(offered.pipelining()).isTrue();
    assertThat(offered.eightBitMime()).isTrue();
    assertThat(offered.smtpUtf8()).isFalse();
    assertThat(offered.auth()).containsExactly("PLAIN", "LOGIN");
  }

  @Test
  void theGreetingLineIsNoCapability() {
    assertThat(Capabilities.of(new SmtpReply(250, List.of("STARTTLS", "SIZE"))).offers("STARTTLS"))
        .isFalse();
  }

  @Test
  void theOldFormOfAuthIsUnderstoodAndBothAreJoined() {
    assertThat(offered("AUTH PLAIN LOGIN", "AUTH=LOGIN CRAM-MD5").auth())
        .containsExactly("PLAIN", "LOGIN", "CRAM-MD5");
  }

  @ParameterizedTest
  @CsvSource({"SIZE, -1", "SIZE 0, -1", "SIZE 35651584, 35651584", "SIZE big, -1", "HELP, -1"})
  void theLargestMessageIsKnownWhereTheServerNamesIt(String line, long size) {
    assertThat(offered(line).largestMessage())
        .isEqualTo(size < 0 ? OptionalLong.empty() : OptionalLong.of(size));
  }

  private static Capabilities offered(String... lines) {
    List<String> all = new java.util.ArrayList<>(List.of("fake.test"));
    all.addAll(Arrays.asList(lines));
    return Capabilities.of(new SmtpReply(250, all));
  }
}
