package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A recipient is passed on as it was written, or refused: it never becomes another one. Characters
 * that are hard to see stand in braces, by their numbers.
 */
class AddressClassesTest {

  @TempDir private Path folder;
  private RunningListener relay;

  @BeforeEach
  void start() {
    relay = RunningListener.with(folder);
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plain    | ann+tag@mail.example.com          | 250
          plain    | o'neil@example.com                | 250
          plain    | A@EXAMPLE.com                     | 250
          plain    | x@localhost                       | 250
          quoted   | "two words"@example.com           | 250
          quoted   | "in@side"@example.com             | 250
          quoted   | "a>b"@example.com                 | 250
          quoted   | "a<b"@example.com                 | 250
          quoted   | "say \\"hi\\""@example.com        | 250
          quoted   | "back\\\\slash"@example.com       | 250
          quoted   | "a,b;c:d"@example.com             | 250
          quoted   | "plain"@example.com               | 250
          quoted   | "open@example.com                 | 501
          quoted   | "a"b@example.com                  | 501
          quoted   | a"b"@example.com                  | 501
          quoted   | "a"."b"@example.com               | 501
          quoted   | "ends\\"@example.com              | 501
          comment  | ann(note)@example.com             | 501
          comment  | (note)ann@example.com             | 501
          comment  | ann@(note)example.com             | 501
          comment  | ann@example.com(note)             | 501
          comment  | ann@example(.other).com           | 501
          route    | @hop.example.org:ann@example.com  | 501
          route    | @a.example,@b.example:ann@c.example | 501
          route    | @hop.example.org,ann@example.com  | 501
          route    | ann%example.org@example.com       | 250
          route    | example.org!ann@example.com       | 250
          route    | ann@example.org@example.com       | 501
          literal  | ann@[192.0.2.1]                   | 250
          literal  | ann@[IPv6:2001:db8::1]            | 250
          literal  | ann@[192.0.2.01]                  | 501
          literal  | ann@[192.0.2]                     | 501
          literal  | ann@[192.0.2.256]                 | 501
          literal  | ann@[2001:db8::1]                 | 501
          literal  | ann@[IPv6:2001:db8::1::2]         | 501
          literal  | ann@[x-own:data]                  | 501
          literal  | ann@[example.com]                 | 501
          literal  | ann@[192.0.2.1                    | 501
          literal  | ann@[192.0.2.1].example.com       | 501
          literal  | ann@192.0.2.1                     | 501
          idn      | ann@b{fc}cher.example             | 250
          idn      | ann@xn--bcher-kva.example         | 250
          idn      | j{f6}rg@example.com               | 250
          idn      | {4f8b}@{4f8b}{3048}.example       | 250
          idn      | ann@exa{200b}mple.com             | 501
          idn      | ann@{202e}example.com             | 501
          idn      | an{ad}n@example.com               | 501
          obsolete | ann . lee@example.com             | 501
          obsolete | ann @example.com                  | 501
          obsolete | ann@ example.com                  | 501
          obsolete | ann@example . com                 | 501
          obsolete | ann..lee@example.com              | 501
          obsolete | .ann@example.com                  | 501
          obsolete | ann.@example.com                  | 501
          obsolete | ann@example..com                  | 501
          obsolete | ann@.example.com                  | 501
          obsolete | ann@example.com.                  | 501
          obsolete | ann@-example.com                  | 501
          obsolete | ann@example-.com                  | 501
          obsolete | ann@exam_ple.com                  | 501
          obsolete | ann@                              | 501
          obsolete | @example.com                      | 501
          several  | ann@example.com,lee@example.com   | 501
          several  | ann@example.com;lee@example.com   | 501
          several  | ann@example.com>,<lee@example.com | 501
          several  | ann@example.com> <lee@example.com | 501
          several  | Ann <ann@example.com              | 501
          several  | <ann@example.com                  | 501
          several  | team:ann@example.com;             | 501
          control  | an{1}n@example.com                | 500
          control  | an{9}n@example.com                | 500
          control  | ann@exam{7f}ple.com               | 500
          control  | "an{0}n"@example.com              | 500
          control  | "an{1b}n"@example.com             | 500
          control  | ann@example{d}.com                | 500
          control  | ann{85}@example.com               | 501
          """)
  void aRecipientStaysAsItIsOrIsRefused(String kind, String address, int code) throws Exception {
    String characters =
        Pattern.compile("\\{(\\p{XDigit}+)}")
            .matcher(address)
            .replaceAll(hex -> Character.toString(Integer.parseInt(hex.group(1), 16)));
    check(characters, code);
  }

  @ParameterizedTest
  @CsvSource({"64, 250", "65, 501", "300, 501"})
  void aLocalPartIsNeverCut(int length, int code) throws Exception {
    check("a".repeat(length) + "@example.com", code);
  }

  @ParameterizedTest
  @CsvSource({"63, 250", "64, 501", "300, 501"})
  void aDomainIsNeverCut(int length, int code) throws Exception {
    check("ann@" + "a".repeat(length) + ".example", code);
  }

  private void check(String address, int code) throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<a@example.com> SMTPUTF8");
      assertThat(client.say("RCPT TO:<" + address + ">")).startsWith(code + " ");
      // the session goes on by its rules: what was refused left nothing behind
      assertThat(client.say("RCPT TO:<last@example.com>")).startsWith("250");
      client.say("DATA");
      assertThat(client.say("x\r\n.")).startsWith("250");
    }
    assertThat(relay.mailbag().only().arrival().recipients())
        .extracting(recipient -> recipient.address().toString())
        .containsExactly(
            code == 250
                ? new String[] {address, "last@example.com"}
                : new String[] {"last@example.com"});
  }
}
