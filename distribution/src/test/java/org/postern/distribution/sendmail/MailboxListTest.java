package org.postern.distribution.sendmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxListTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          a@example.com                               | a@example.com
          root                                        | root
          a@example.com,root , b@example.org          | a@example.com root b@example.org
          Foo Bar <a@example.com>                     | a@example.com
          "Bar, Foo <x@y>" <a@example.com>, root      | a@example.com root
          root (the (real\\) boss), x@example.com)    | root
          <"a>b"@example.com>                         | "a>b"@example.com
          "a,b"@example.com                           | "a,b"@example.com
          staff: a@example.com, root; b@example.org   | a@example.com root b@example.org
          undisclosed-recipients:;                    | ''
          a@[IPv6:::1], b@[127.0.0.1]                 | a@[IPv6:::1] b@[127.0.0.1]
          ,, a@example.com ,                          | a@example.com
          """)
  void allOfAListAreFound(String list, String specs) {
    assertThat(
            MailboxList.read(list).stream()
                .map(MailboxList.Mailbox::spec)
                .collect(Collectors.joining(" ")))
        .isEqualTo(specs);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a",
        "\"a\\",
        "(a",
        "(a\\",
        "<a",
        "<\"a>",
        "<\"a\\",
        "a@[1",
        "<>",
        "<a@b> c",
        "<a@b> <c@d>"
      })
  void whatIsNotClosedOrRunsTogetherIsRefused(String list) {
    assertThatThrownBy(() -> MailboxList.read(list)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyPlainNamesAreUsers() {
    assertThat(MailboxList.read("www-data, _x.y+z, b@example.org, a b, \"q\", ö, a!b"))
        .extracting(MailboxList.Mailbox::local)
        .containsExactly(true, true, false, false, false, false, false);
  }
}
