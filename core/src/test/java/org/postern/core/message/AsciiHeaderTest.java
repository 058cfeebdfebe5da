package org.postern.core.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.smtp.NotConvertibleException;

class AsciiHeaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Subject: Grüße | Subject: {Grüße}
          SUBJECT : Grüße | SUBJECT: {Grüße}
          Subject:Grüße aus Köln | Subject: {Grüße} aus {Köln}
          Subject: viel  zu tun, Jörg | Subject: viel  zu tun, {Jörg}
          Subject: öde  öde | Subject: {öde  öde}
          X-Office: Büro | X-Office: {Büro}
          Content-Description: Büro | Content-Description: {Büro}
          Subject: =?UTF-8?Q?=C3=A4?= Büro | Subject: {ä} { Büro}
          Subject: Büro  =?UTF-8?Q?=C3=A4?= | Subject: {Büro  } {ä}
          Subject: ü =?UTF-8?Q?x?= ü y | Subject: {ü } {x} { ü} y
          Subject: =?UTF-8?Q?x?= y ü | Subject: {x} y {ü}
          Subject: =?UTF-8?Q?x?=ü | Subject: {=?UTF-8?Q?x?=ü}
          From: Jörg <a@example.org> | From: {Jörg} <a@example.org>
          From: Jörg<a@example.org> | From: {Jörg} <a@example.org>
          From: Jörg B. Özil <a@example.org> | From: {Jörg} B. {Özil} <a@example.org>
          To: "Özil, J." <a@b.de>, c@d.de | To: {Özil, J.} <a@b.de>, c@d.de
          To: "Özil \\"J\\" \\\\" <a@b.de> | To: {Özil "J" \\} <a@b.de>
          To: "Özil"Jörg <a@b.de> | To: {ÖzilJörg} <a@b.de>
          Cc: "A, B" <a@b.de>, ö <c@d.de> | Cc: "A, B" <a@b.de>, {ö} <c@d.de>
          Cc: =?UTF-8?Q?x?= Özil <a@b.de> | Cc: {x} { Özil} <a@b.de>
          Reply-To: a@b.de (Büro) | Reply-To: a@b.de ({Büro})
          Reply-To: a@b.de (im Büro (ü\\)) \\x) | Reply-To: a@b.de (im {Büro} ({ü)}) \\x)
          Sender: (ü)Jörg(ü)Özil <a@b.de> | Sender: ({ü}) {Jörg} ({ü}) {Özil} <a@b.de>
          To: Büro: a@b.de, Jörg <c@d.de>; | To: {Büro} : a@b.de, {Jörg} <c@d.de>;
          Resent-To: ö <a@[IPv6:::1]>, b@[1] | Resent-To: {ö} <a@[IPv6:::1]>, b@[1]
          To: a@bücher.example | To: a@xn--bcher-kva.example
          To: ö <a@bücher.example> (x) | To: {ö} <a@xn--bcher-kva.example> (x)
          To: "a,b"@bücher.example , c@d.de | To: "a,b"@xn--bcher-kva.example , c@d.de
          List-Id: Büro <buero.example.org> | List-Id: {Büro} <buero.example.org>
          In-Reply-To: Jörgs Mail <1@b.de> | In-Reply-To: {Jörgs} Mail <1@b.de>
          Content-Type: a/b; name="ü.txt" | Content-Type: a/b; name*=UTF-8''%C3%BC.txt
          Content-Type: a/b; name=ü (1).txt; x=y | Content-Type: a/b; name*=UTF-8''%C3%BC%20%281%29.txt; x=y
          Content-Type: a/b;x="c;d";name="\\"ü;" | Content-Type: a/b;x="c;d"; name*=UTF-8''%22%C3%BC%3B
          Content-Disposition: inline; filename=ü; filename*=UTF-8''%C3%BC | Content-Disposition: inline; filename*=UTF-8''%C3%BC
          Content-Type: a/b; flag; "; name="ü | Content-Type: a/b; flag; "; name*=UTF-8''%C3%BC
          """)
  void fieldsBecomeAscii(String field, String ascii) throws Exception {
    assertThat(converted(field).chars()).allMatch(c -> c < 0x80);
    assertThat(shown(converted(field))).isEqualTo(ascii);
  }

  /** On one line, each encoded-word by what it says, in braces. */
  private static String shown(String field) {
    return Pattern.compile("=\\?UTF-8\\?[BQ]\\?[^?]*\\?=")
        .matcher(field.replace("\r\n ", " "))
        .replaceAll(word -> Matcher.quoteReplacement("{" + decoded(word.group()) + "}"));
  }

  private static String decoded(String word) {
    try {
      return MimeUtility.decodeWord(word);
    } catch (UnsupportedEncodingException | ParseException malformed) {
      throw new AssertionError(word, malformed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Grüße",
        "Grüße an alle, die schon seit langer Zeit auf Nachricht über ihre Größe warten müssen",
        "日本語の件名はとても長いので、いくつもの行に分けなければなりません。日本語の件名はとても長い。",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        "a😀b c😀 d  😀\te",
        "Re: [Büro] =?x Fragen?= ü?=_ = \"q\" (c) <d> \\ 100%",
        "\u00a0ü\u3000",
        "\u0085\u2028\u202e\ufeffü"
      })
  void textsAreReadAgainAsTheyWere(String text) throws Exception {
    String subject = converted("Subject: " + text);
    assertThat(MimeUtility.decodeText(unfolded(subject))).isEqualTo(text);

    String quoted = text.replace("\\", "\\\\").replace("\"", "\\\"");
    String from = converted("From: \"" + quoted + "\" <a@example.org>, b@example.org");
    InternetAddress[] read = InternetAddress.parseHeader(unfolded(from), true);
    assertThat(read).extracting(InternetAddress::getAddress).contains("a@example.org");
    assertThat(read[0].getPersonal()).isEqualTo(text);
  }

  /** Characters of one to four bytes at each distance from the 75th column. */
  @Test
  void noCharacterIsSplitBetweenTwoWords() throws Exception {
    for (String character : List.of("ü", "日", "😀")) {
      for (int before = 0; before < 80; before++) {
        String text = "x".repeat(before) + character.repeat(40);
        String field = converted("Subject: " + text);
        assertThat(field.lines()).allMatch(line -> line.length() <= 78);
        for (String word : unfolded(field).split(" ")) {
          assertThat(word.length()).isLessThanOrEqualTo(75);
          assertThat(MimeUtility.decodeWord(word)).doesNotContain("\ufffd");
        }
        assertThat(MimeUtility.decodeText(unfolded(field))).isEqualTo(text);
      }
    }
  }

  @Test
  void foldsAreUndoneAndMadeAnew() throws Exception {
    assertThat(unfolded(converted("Subject: Grüße\r\n aus\r\n\tKöln")))
        .isEqualTo("=?UTF-8?B?R3LDvMOfZQ==?= aus\t=?UTF-8?B?S8O2bG4=?=");
    String many = "\"Jörg Özil\" <joerg.oezil@example.org>,\r\n ".repeat(500) + "a@example.org";
    String to = converted("To: " + many);
    assertThat(to.lines()).allMatch(line -> line.length() <= 78);
    assertThat(InternetAddress.parseHeader(unfolded(to), true)).hasSize(501);
  }

  @Test
  void aLongFileNameStandsInSections() throws Exception {
    String field =
        converted("Content-Disposition: attachment; filename=\"" + "ü😀".repeat(40) + ".pdf\"");
    assertThat(field.lines()).hasSizeGreaterThan(5).allMatch(line -> line.length() <= 78);
    assertThat(field).contains("filename*0*=UTF-8''%C3%BC", "filename*10*=");
  }

  @Test
  void fieldsInAsciiKeepEachOfTheirBytes() throws Exception {
    String ascii =
        "x-odd :  a \t\r\n\t" + "b".repeat(2_000) + "  \r\nReceived: (from\r\n here)\r\n";
    String section = ascii + "Subject: ü\r\n" + ascii;
    assertThat(of(section.getBytes(UTF_8)))
        .isEqualTo(ascii + "Subject: =?UTF-8?B?w7w=?=\r\n" + ascii);
  }

  static Stream<List<String>> refused() {
    return Stream.of(
        List.of("To: jörg@example.org", "\"j\\u00F6rg@example.org\" for an address"),
        List.of("To: J <jörg@example.org>", "its field To has \"j\\u00F6rg@example.org\""),
        List.of("To: Büro", "\"B\\u00FCro\" for an address"),
        List.of("To: ö, b <a@b.de>", "\"\\u00F6\" for an address"),
        List.of("To: a@b.de ö <c@d.de> ö", "\"\\u00F6\" for an address"),
        List.of("To: \"ö <a@b.de>", "a \" that is not closed"),
        List.of("To: \"ö\\", "a \" that is not closed"),
        List.of("To: (ö <a@b.de>", "a ( that is not closed"),
        List.of("To: (ö\\", "a ( that is not closed"),
        List.of("To: ö <a@b.de", "a < that is not closed"),
        List.of("To: ö <\"a\\", "a < that is not closed"),
        List.of("To: ö <a@[b", "a < that is not closed"),
        List.of("To: ö a@[b", "a [ that is not closed"),
        List.of("Message-ID: <ö@b.de>", "its field Message-ID must be ASCII"),
        List.of("Received: from ö by x; now", "its field Received must be ASCII"),
        List.of("Content-Type: a/ö; x=y", "before its parameters"),
        List.of("Content-Type: a/b; ö=y", "a parameter that must be ASCII"),
        List.of("Content-Type: a/b; boundary=\"ö\"", "a parameter that must be ASCII"),
        List.of("Content-Type: a/b; name*0=\"ö\"", "a parameter that must be ASCII"),
        List.of("Content-Type: a/b; x=\"y\" (ö)", "behind a quoted parameter"),
        List.of("Subject: ö\r\n" + " ".repeat(1_000) + "x", "longer than a line may be"),
        List.of("To: ö <" + "a".repeat(1_000) + "@b.de>", "longer than a line may be"),
        List.of("Subject: ö\rx", "a line end or NUL"),
        List.of("Subject: ö\r\r\n\n x", "a line end or NUL"),
        List.of("Subject: ö\0", "a line end or NUL"),
        List.of("ö is no field", "no header field"),
        List.of("Subject: " + "ö".repeat(200_000), "longer than 256 KiB"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatHasNoSuchFormIsSaidToHaveNone(List<String> row) {
    assertThatThrownBy(() -> converted(row.get(0)))
        .isInstanceOf(NotConvertibleException.class)
        .hasMessageContaining(row.get(1))
        .message()
        .matches("[\\x20-\\x7e]*");
  }

  /** One octet in each character; the last ones are half a character, or one cut by a fold. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Gr\u00fc\u00dfe",
        "\u00c3\u00bc and \u00fc",
        "\u00c0\u0080",
        "\u00ed\u00a0\u0080",
        "\u00f5\u0080\u0080\u0080",
        "\u00c3",
        "\u00c3\r\n \u00bc",
        "\u00f0\u009f\r\n \u0098\u0080"
      })
  void bytesThatAreNotUtf8AreNotGuessedAt(String octets) {
    byte[] section = ("Subject: " + octets + "\r\n").getBytes(ISO_8859_1);
    assertThatThrownBy(() -> AsciiHeader.of(section))
        .isInstanceOf(NotConvertibleException.class)
        .hasMessageContaining("its field Subject holds bytes that are not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ö", "ö ", "a ö ", "=?UTF-8?Q?x?= ö ", "(", "((ö)", "\"ö\"", "\"", "\\", "ö<a@b>,", "ö:;",
        "[", "[ö]", "<", ";ö=", ";n=\"ö\"", ";\"=\\", "; n*=ö", "=?", "=?a?q??= ", "😀", "\t ",
        "ö@ö,", "\r\n ö"
      })
  void hostileFieldsTakeLinearTime(String piece) {
    for (String name : List.of("Subject", "To", "Content-Type")) {
      String field = name + ": ö" + piece.repeat(250_000 / piece.getBytes(UTF_8).length) + "\r\n";
      byte[] section = field.repeat(4).getBytes(UTF_8);
      assertTimeout(
          Duration.ofSeconds(10),
          () -> {
            try {
              shape(of(section));
            } catch (NotConvertibleException refused) {
              assertThat(refused.getMessage()).contains(name);
            }
          });
    }
  }

  @Test
  void anythingBecomesAWholeHeaderOrIsRefused() {
    String alphabet = "aö😀 \t\"\\()<>[],:;=?@._-*'\0\u007f\u0085";
    int[] letters = alphabet.codePoints().toArray();
    Random random = new Random(20261130);
    for (int n = 0; n < 20_000; n++) {
      StringBuilder text = new StringBuilder(List.of("To: ", "X: ", "Content-Type: ").get(n % 3));
      for (int length = random.nextInt(30); length >= 0; length--) {
        text.appendCodePoint(letters[random.nextInt(letters.length)]);
        text.append(random.nextInt(40) == 0 ? "\r\n " : "");
      }
      try {
        shape(of((text + "ö\r\n").getBytes(UTF_8)));
      } catch (NotConvertibleException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }

  /** One section: each line begins a field or goes on with one, none is blank or too long. */
  private static void shape(String section) {
    assertThat(section).endsWith("\r\n");
    String[] lines = section.split("\r\n", -1);
    assertThat(lines[lines.length - 1]).isEmpty();
    // one assertion, as there are a million lines in all
    assertThat(Arrays.stream(lines, 0, lines.length - 1).filter(line -> !isWhole(line))).isEmpty();
  }

  private static boolean isWhole(String line) {
    return line.length() <= 998
        && line.chars().allMatch(c -> c < 0x80 && c != '\r' && c != '\n')
        && !line.isBlank()
        && (line.charAt(0) == ' ' || line.charAt(0) == '\t' || line.indexOf(':') > 0);
  }

  private static String converted(String field) throws Exception {
    return of((field + "\r\n").getBytes(UTF_8)).replaceFirst("\r\n$", "");
  }

  private static String of(byte[] section) throws NotConvertibleException {
    return new String(AsciiHeader.of(section), ISO_8859_1);
  }

  private static String unfolded(String field) {
    return field.substring(field.indexOf(':') + 2).replace("\r\n", "");
  }
}
