package org.postern.core.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.internal.smtp.LinkException.Kind;
import org.postern.core.smtp.SmtpReply;

class ReplyReaderTest {

  @Test
  void aReplyOfSeveralLinesIsReadWhole() throws IOException {
    SmtpReply reply = read("250-fake.test\r\n250-SIZE 100\r\n250 HELP\r\n");
    assertThat(reply.code()).isEqualTo(250);
    assertThat(reply.lines()).containsExactly("fake.test", "SIZE 100", "HELP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"250\r\n", "250 \r\n", "250\n", "250 \n"})
  void aReplyNeedsNoTextAndNoCr(String bytes) throws IOException {
    assertThat(read(bytes)).isEqualTo(new SmtpReply(250, java.util.List.of("")));
  }

  @Test
  void aReplyMayComeByteByByte() throws IOException {
    ReplyReader reader =
        new ReplyReader(new OneByOne("250-a\r\n250 b\r\n220 c\r\n"), new Redactor());
    assertThat(reader.read().lines()).containsExactly("a", "b");
    assertThat(reader.read().code()).isEqualTo(220);
    assertThat(reader.hasMore()).isFalse();
  }

  @Test
  void bytesBeyondTheReplyAreNoticed() throws IOException {
    ReplyReader reader = reader("220 go on\r\n250 injected\r\n");
    reader.read();
    assertThat(reader.hasMore()).isTrue();
    assertThat(reader.surplus()).isEqualTo("250 injected\\x0d\\x0a");
    assertThat(reader.hasFarewell()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "999 what\r\n",
        "199 low\r\n",
        "600 high\r\n",
        "25 short\r\n",
        "2500 long\r\n",
        "250_ok\r\n",
        "OK\r\n",
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "250-one\r\n251 other code\r\n",
        "250-one\r\nthen words\r\n",
        "\r\n"
      })
  void whatIsNoReplyEndsTheDialogue(String bytes) {
    assertThatThrownBy(() -> read(bytes))
        .asInstanceOf(type(LinkException.class))
        .returns(Kind.GARBLED, LinkException::kind);
  }

  @Test
  void garbageIsShownEscapedAndNeedsNoLineEnd() {
    assertThatThrownBy(
            () -> new ReplyReader(new Endless("\u0007\u001b[31mab"), new Redactor()).read())
        .hasMessageContaining("\\x07\\x1b[31mab");
  }

  @Test
  void aTlsServerIsRecognized() {
    byte[] alert = {0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28};
    assertThatThrownBy(
            () -> new ReplyReader(new ByteArrayInputStream(alert), new Redactor()).read())
        .asInstanceOf(type(LinkException.class))
        .returns(Kind.TLS_BYTES, LinkException::kind);
  }

  @ParameterizedTest
  @CsvSource({"'', the server closed the connection", "'250-half', in the middle of a reply"})
  void aCloseIsNoReply(String bytes, String words) {
    assertThatThrownBy(() -> read(bytes))
        .asInstanceOf(type(LinkException.class))
        .returns(Kind.CLOSED, LinkException::kind)
        .extracting(Throwable::getMessage)
        .asString()
        .contains(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"250-more\r\n", "250-", "250 endless line ", "250-\n"})
  void anEndlessReplyIsCutOffWithinItsBounds(String pattern) {
    Endless endless = new Endless(pattern);
    assertThatThrownBy(() -> new ReplyReader(endless, new Redactor()).read())
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("longer than");
    assertThat(endless.count).isLessThanOrEqualTo(ReplyReader.MAX_REPLY + ReplyReader.MAX_LINE);
  }

  @Test
  void theLongestLineAllowedIsRead() throws IOException {
    String text = "x".repeat(ReplyReader.MAX_LINE - "250 \r\n".length());
    assertThat(read("250 " + text + "\r\n").text()).isEqualTo(text);
    assertThatThrownBy(() -> read("250 x" + text + "\r\n")).isInstanceOf(LinkException.class);
  }

  @Test
  void whatCouldDisturbALogIsEscaped() throws IOException {
    SmtpReply reply = read("550 \u001b[2J a\rb \u2028 c\u0085 d \u202e e \0 ü\r\n");
    assertThat(reply.text()).isEqualTo("\\x1b[2J a\\x0db \\u2028 c\\x85 d \\u202e e \\x00 ü");
  }

  @Test
  void latin1TextIsReadable() throws IOException {
    byte[] latin1 = "550 unbekannter Empf\u00e4nger\r\n".getBytes(StandardCharsets.ISO_8859_1);
    SmtpReply reply = new ReplyReader(new ByteArrayInputStream(latin1), new Redactor()).read();
    assertThat(reply.text()).isEqualTo("unbekannter Empf\u00e4nger");
  }

  private static SmtpReply read(String bytes) throws IOException {
    return reader(bytes).read();
  }

  private static ReplyReader reader(String bytes) {
    return new ReplyReader(
        new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8)), new Redactor());
  }

  private static final class OneByOne extends InputStream {
    private final InputStream all;

    private OneByOne(String text) {
      all = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int read() throws IOException {
      return all.read();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return all.read(into, from, 1);
    }
  }

  /** Never ends, and counts what was taken of it. */
  private static final class Endless extends InputStream {
    private final byte[] pattern;
    private long count;

    private Endless(String pattern) {
      this.pattern = pattern.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int read() {
      return pattern[(int) (count++ % pattern.length)];
    }
  }
}
