package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.core.smtp.MailAddress;

/** Addresses in a notification, with and without UTF-8. */
class NoticeAddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rfc822;a+2Bb@example.org             | true  | rfc822;a+b@example.org
          rfc822;a+0D+0Ab@example.org          | true  | rfc822;a\\x0d\\x0ab@example.org
          utf-8;\\x{E4}@example.org            | true  | utf-8;ä@example.org
          utf-8;\\x{E4}@example.org            | false | utf-8;\\x{E4}@example.org
          utf-8;\\x{0D}\\x{2028}@example.org   | true  | utf-8;\\x0d\\u2028@example.org
          utf-8;\\x{FFFFFF}\\x{D800}@example.org | true | utf-8;\\x{FFFFFF}\\ud800@example.org
          """)
  void theOriginalIsReadableAndEndsNoLine(String orcpt, boolean utf8, String shown) {
    assertThat(NoticeAddress.original(orcpt, utf8)).isEqualTo(shown);
  }

  @Test
  void theLastIsInAsciiWhereNoUtf8MayStand() {
    MailAddress address = MailAddress.parse("ä@example.org");
    assertThat(NoticeAddress.last(address, true)).isEqualTo("utf-8; ä@example.org");
    assertThat(NoticeAddress.last(address, false)).isEqualTo("utf-8; \\x{E4}@example.org");
    assertThat(NoticeAddress.last(MailAddress.parse("a@example.org"), true))
        .isEqualTo("rfc822; a@example.org");
  }
}
