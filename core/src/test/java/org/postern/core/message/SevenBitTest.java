package org.postern.core.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.NotConvertibleException;

class SevenBitTest {

  private static final String TWO_PARTS =
      """
      From: Jörg <a@example.org>
      Subject: Grüße
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      préambule
      --b
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit

      Schöne Grüße
      Subject: ä
      --b
      Content-Type: application/pdf; name="Größe 1.pdf"
      Content-Disposition: attachment;
       filename="Größe 1.pdf"
      Content-Transfer-Encoding: base64

      YWJj
      --b--
      """;

  private static final String SIGNED =
      """
      Subject: Grüße
      MIME-Version: 1.0
      Content-Type: multipart/signed; x="ü"; boundary=b; protocol="application/pgp-signature"

      --b
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit
      %s
      Grüße
      --b
      Content-Type: application/pgp-signature

      s
      --b--
      """;

  /** These bytes; how many of them were asked for. */
  private static class Raw implements MessageBody {
    private final byte[] bytes;
    private final boolean utf8Headers;
    private int piece = 10;
    private int written;

    Raw(String text, boolean utf8Headers) {
      this.bytes = text.replace("\n", "\r\n").getBytes(UTF_8);
      this.utf8Headers = utf8Headers;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public boolean eightBit() {
      return AsciiHeader.isNeeded(bytes);
    }

    @Override
    public boolean utf8Headers() {
      return utf8Headers;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      for (int at = 0; at < bytes.length; at += piece) {
        written = at;
        out.write(bytes, at, Math.min(piece, bytes.length - at));
      }
    }
  }

  @Test
  void headerSectionsBecomeAsciiAndContentsStay() throws Exception {
    MessageBody ascii = SevenBit.headers(new Raw(TWO_PARTS, true));

    byte[] bytes = bytes(ascii);
    assertThat(ascii.size()).isEqualTo(bytes.length);
    assertThat(ascii.utf8Headers()).isFalse();
    assertThat(ascii.eightBit()).isTrue();
    assertThat(new String(bytes, UTF_8))
        .contains("\r\n\r\npréambule\r\n--b\r\n", "Schöne Grüße\r\nSubject: ä\r\n--b")
        .doesNotContain("Größe", "Jörg");
    seenAsBefore(bytes);
    assertThat(bytes(ascii)).isEqualTo(bytes);
    assertThat(ascii.asciiHeaders()).isSameAs(ascii);
  }

  @Test
  void aMessageWhoseOnlyEightBitsWereInItsHeadersIsSevenBitThen() throws Exception {
    MessageBody ascii = SevenBit.headers(new Raw("Subject: ü\n\nx\n", true));
    assertThat(ascii.eightBit()).isFalse();
    assertThat(bytes(ascii)).asString(ISO_8859_1).isEqualTo(encoded("ü") + "\r\n\r\nx\r\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bothConversionsTogetherLeaveNothingAbove127(boolean headersFirst) throws Exception {
    MessageBody original = new Raw(TWO_PARTS.replace("é", "e"), true);
    MessageBody seven =
        headersFirst
            ? SevenBit.headers(original).sevenBit().orElseThrow()
            : SevenBit.of(original).orElseThrow();

    byte[] bytes = bytes(seven);
    assertThat(seven.size()).isEqualTo(bytes.length);
    assertThat(seven.eightBit() || seven.utf8Headers() || AsciiHeader.isNeeded(bytes)).isFalse();
    seenAsBefore(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1023, 1024, 1025, 100_000})
  void whereTheBytesAreCutDoesNotMatter(int piece) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int length = 1020; length < 1028; length++) {
      lines.append("x".repeat(length)).append("\n--b").append("y".repeat(length)).append("ü\n");
    }
    String mail = TWO_PARTS.replace("é", "e").replace("Subject: ä\n", lines + "--bc\n\n--b\n\n\n");
    Raw whole = new Raw(mail, true);
    whole.piece = 1 << 20;
    Raw cut = new Raw(mail, true);
    cut.piece = piece;
    assertThat(bytes(SevenBit.headers(cut))).isEqualTo(bytes(SevenBit.headers(whole)));
    assertThat(bytes(SevenBit.of(cut).orElseThrow()))
        .isEqualTo(bytes(SevenBit.of(whole).orElseThrow()));
  }

  private static void seenAsBefore(byte[] bytes) throws Exception {
    MimeMessage read = new MimeMessage(null, new ByteArrayInputStream(bytes));
    assertThat(read.getSubject()).isEqualTo("Grüße");
    assertThat(read.getFrom()[0]).hasToString("=?UTF-8?B?SsO2cmc=?= <a@example.org>");
    Multipart parts = (Multipart) read.getContent();
    assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Schöne Grüße\r\nSubject: ä");
    Part file = parts.getBodyPart(1);
    assertThat(file.getFileName()).isEqualTo("Größe 1.pdf");
    assertThat(file.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("abc");
  }

  @Test
  void aSignedPartStaysAsItIsBelowAHeaderThatIsConverted() throws Exception {
    String signed = SIGNED.formatted("");
    byte[] bytes = bytes(SevenBit.headers(new Raw(signed, true)));

    String content = signed.substring(signed.indexOf("--b")).replace("\n", "\r\n");
    assertThat(new String(bytes, UTF_8))
        .startsWith(encoded("Grüße") + "\r\n")
        .contains("x*=UTF-8''%C3%BC")
        .endsWith("\r\n\r\n" + content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Description: ü\n",
        "DKIM-Signature: v=1\nSubject: ü\n\nx\n",
        "From: ü@example.org\n\nx\n",
        "Subject: ü\nContent-Type: multipart/mixed\n\nx\n"
      })
  void whatWouldBreakIsRefused(String text) {
    String mail = text.contains("\n\n") ? text : SIGNED.formatted(text);
    assertThatThrownBy(() -> SevenBit.headers(new Raw(mail, true)))
        .isInstanceOf(NotConvertibleException.class);
    assertThatThrownBy(() -> SevenBit.headers(new Raw(mail, false)))
        .isInstanceOf(NotConvertibleException.class);
    assertThat(new Raw(mail, true)).satisfies(raw -> assertThat(SevenBit.of(raw)).isEmpty());
  }

  @Test
  void partsWithMoreFieldsThanAreWorthTheirMemoryAreRefused() {
    String fields = "a:\n".repeat(20_000);
    String mail =
        "Subject: ü\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" + fields + "\nx\n--b--\n";

    assertThatThrownBy(() -> SevenBit.headers(new Raw(mail, true)))
        .isInstanceOf(NotConvertibleException.class)
        .hasMessageContaining("10000 lines");
  }

  @Test
  void aMailWithAnAsciiHeaderIsReadNoFurther() throws Exception {
    String header = "Subject: s\nTo: a@example.org\n";
    Raw raw = new Raw(header + "\n" + "ü".repeat(100_000) + "\n", false);
    assertThat(SevenBit.headers(raw)).isSameAs(raw);
    assertThat(raw.written).isLessThan(header.length() + 15);
    Raw headerOnly = new Raw(header, false);
    assertThat(SevenBit.headers(headerOnly)).isSameAs(headerOnly);
  }

  @Test
  void theHeaderOfAPartAloneIsConvertedToo() throws Exception {
    String parts =
        """
        Subject: s
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: multipart/related; boundary=c

        --c

        Schöne Grüße
        --c
        Content-Disposition: attachment; filename="Müller.pdf"

        abc
        --c--
        --b--
        """;
    MessageBody ascii = SevenBit.headers(new Raw(parts, false));

    assertThat(new String(bytes(ascii), UTF_8))
        .isEqualTo(
            parts
                .replace("filename=\"Müller.pdf\"", "filename*=UTF-8''M%C3%BCller.pdf")
                .replace("\n", "\r\n"));
    assertThat(ascii.size()).isEqualTo(bytes(ascii).length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSubject: ü\n--b--\n",
        "Content-Type: multipart/signed; boundary=b\n\n--b\nX: ü\n\nx\n--b--\n",
        "DKIM-Signature: v=1\nContent-Type: multipart/mixed; boundary=b\n\n--b\nX: ü\n\nx\n--b--\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
            + "Subject: ü\n\nx\n--b--\n",
        "Content-Type: multipart/mixed\n\n--b\nSubject: ü\n\nx\n--b--\n"
      })
  void whatHoldsUtf8ElsewhereOrMustStayGoesAsItCame(String mail) throws Exception {
    Raw raw = new Raw(mail, false);
    assertThat(SevenBit.headers(raw)).isSameAs(raw);
  }

  @Test
  void aMailIsConvertedThoughNobodySaidThatItsHeaderIsUtf8() throws Exception {
    assertThat(bytes(SevenBit.headers(new Raw("Subject: ü\n\nü\n", false))))
        .asString(UTF_8)
        .isEqualTo(encoded("ü") + "\r\n\r\nü\r\n");
  }

  /** Fifty megabytes in pieces of a kilobyte; nothing of it can be held in a byte array. */
  @Test
  void aLargeBodyIsStreamed() throws Exception {
    byte[] header = "Subject: \u00fc\r\n\r\n".getBytes(UTF_8);
    byte[] line = new byte[1024];
    Arrays.fill(line, (byte) 'x');
    line[1022] = '\r';
    line[1023] = '\n';
    int lines = 50 * 1024;
    MessageBody large =
        new MessageBody() {
          @Override
          public long size() {
            return header.length + (long) lines * line.length;
          }

          @Override
          public boolean eightBit() {
            return true;
          }

          @Override
          public boolean utf8Headers() {
            return true;
          }

          @Override
          public void writeTo(OutputStream out) throws IOException {
            out.write(header);
            for (int n = 0; n < lines; n++) {
              out.write(line);
            }
          }
        };
    MessageBody ascii = SevenBit.headers(large);
    int longer = encoded("ü").length() + 4 - header.length;
    assertThat(ascii.size()).isEqualTo(large.size() + longer);
    long[] most = new long[1];
    ascii.writeTo(
        new OutputStream() {
          @Override
          public void write(int b) {}

          @Override
          public void write(byte[] bytes, int offset, int length) {
            most[0] = Math.max(most[0], length);
          }
        });
    assertThat(most[0]).isLessThanOrEqualTo(line.length);
  }

  @Test
  void aSourceThatCannotBeReadIsNoMessageThatCannotBeConverted() {
    MessageBody torn =
        new Raw("", true) {
          @Override
          public void writeTo(OutputStream out) throws IOException {
            throw new IOException("the disk is away");
          }
        };
    assertThatThrownBy(() -> SevenBit.headers(torn)).hasMessage("the disk is away");
    assertThatThrownBy(() -> SevenBit.of(torn)).hasMessage("the disk is away");
  }

  private static String encoded(String subject) {
    return "Subject: " + HeaderText.encoded("Subject", subject);
  }

  private static byte[] bytes(MessageBody body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.writeTo(out);
    return out.toByteArray();
  }
}
