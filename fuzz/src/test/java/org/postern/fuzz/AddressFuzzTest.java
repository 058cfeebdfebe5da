package org.postern.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.postern.core.smtp.MailAddress;

/** An address that is taken is one address, whoever reads it next. */
class AddressFuzzTest {

  @FuzzTest(maxDuration = "5m")
  void anAddress(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    Optional<MailAddress> read;
    try {
      read = Optional.of(MailAddress.parse(text));
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).isNotBlank().matches("[^\\p{Cntrl}]*");
      read = Optional.empty();
    }
    read.ifPresent(AddressFuzzTest::holds);
  }

  static void holds(MailAddress address) {
    String text = address.toString();
    assertThat(MailAddress.parse(text)).isEqualTo(address);
    assertThat(text).doesNotMatch("(?s).*[\\x00-\\x1f\\x7f\\u0085\\u2028\\u2029].*");
    assertThat(text.length()).isLessThanOrEqualTo(320);
    if (!address.needsSmtpUtf8()) {
      String wire = address.ascii();
      assertThat(wire).matches("[\\x20-\\x7e]+");
      assertThat(MailAddress.parse(wire).ascii()).isEqualTo(wire);
      outsideOfQuotes(wire);
    }
  }

  /** What could end the path, or begin another, stands in quotes only. */
  private static void outsideOfQuotes(String wire) {
    String bare = wire.replaceAll("^\"(?:[^\"\\\\]|\\\\.)*\"", "");
    assertThat(bare).doesNotContain("<", ">", " ", "\"", ",", ";");
    assertThat(bare.chars().filter(c -> c == '@').count()).isEqualTo(1);
  }
}
