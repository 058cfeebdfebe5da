package org.postern.core.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;

class ReadyMadeMessageTest {

  private static final Envelope ENVELOPE =
      Envelope.of(MailAddress.parse("a@example.com"), List.of(MailAddress.parse("b@example.org")));

  @TempDir Path folder;

  @Test
  void canonicalBytesAreSentAsTheyAre() throws IOException {
    String text = "From: a@example.com\r\nX-Odd:  kept \r\n\tas it is\r\n\r\n.\r\nend\r\n";

    assertThat(sent(OutboundMessage.ofEml(text.getBytes(UTF_8), ENVELOPE))).isEqualTo(text);
  }

  @Test
  void anyMixOfLineEndsBecomesCrlfAndTheSizeIsTold() throws IOException {
    Random random = new Random(5);
    String[] pieces = {"\r", "\n", "\r\n", "a", ".", "é"};
    for (int round = 0; round < 2000; round++) {
      StringBuilder body = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        body.append(pieces[random.nextInt(pieces.length)]);
      }
      String expected = body.toString().replaceAll("\r\n|\r|\n", "\r\n");
      if (!expected.isEmpty() && !expected.endsWith("\r\n")) {
        expected += "\r\n";
      }
      OutboundMessage message =
          OutboundMessage.ofEml(("Subject: s\n\n" + body).getBytes(UTF_8), ENVELOPE);

      String sent = sent(message);

      assertThat(sent).isEqualTo("Subject: s\r\n\r\n" + expected);
      assertThat(message.body().size()).isEqualTo(sent.getBytes(UTF_8).length);
      assertThat(message.body().eightBit()).isEqualTo(expected.contains("é"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bcc", "bcc", "BCC ", "Resent-Bcc"})
  void bccNeverLeavesNorItsFoldedLines(String name) throws IOException {
    String text =
        "To: b@example.org\n"
            + name
            + ": x@example.org,\n y@example.org\n\tz@example.org\nA: 1\n\nBcc: body\n";

    assertThat(sent(OutboundMessage.ofEml(text.getBytes(UTF_8), ENVELOPE)))
        .doesNotContain("x@", "y@", "z@")
        .isEqualTo("To: b@example.org\r\nA: 1\r\n\r\nBcc: body\r\n");
  }

  @Test
  void theEnvelopeIsReadFromTheHeadersWhereNoneIsGiven() {
    Envelope envelope =
        OutboundMessage.ofEml(
                ("From: Zoë <a@example.com>\nTo: \"B, b\" <b@example.org>\nCc: c@example.org\n"
                        + "Bcc: d@example.org\n\nx")
                    .getBytes(UTF_8))
            .envelope();

    assertThat(envelope.sender()).hasValue(MailAddress.parse("a@example.com"));
    assertThat(envelope.recipients())
        .extracting(MailAddress::toString)
        .containsExactly("b@example.org", "c@example.org", "d@example.org");
  }

  @Test
  void aTextWithoutHeadersOrRecipientsIsRefused() {
    assertThatThrownBy(() -> OutboundMessage.ofEml("hello\nworld\n".getBytes(UTF_8)))
        .isInstanceOf(MessageException.class);
    assertThatThrownBy(
            () -> OutboundMessage.ofEml("From: a@example.com\n\nhello\n".getBytes(UTF_8)))
        .isInstanceOf(MessageException.class)
        .hasMessageContaining("no recipient");
  }

  @Test
  void aNulByteIsRefused() {
    assertThatThrownBy(
            () -> OutboundMessage.ofEml("Subject: s\n\na\0b\n".getBytes(UTF_8), ENVELOPE))
        .isInstanceOf(MessageException.class);
  }

  @Test
  void hostileHeadersAreReadInLinearTime() throws IOException {
    String hostile = "Subject: " + "(".repeat(60_000) + "\n\nx\n";

    assertThat(sent(OutboundMessage.ofEml(hostile.getBytes(UTF_8), ENVELOPE))).contains("((((");
  }

  @Test
  void aFileThatChangedIsNotSent() throws IOException {
    Path file = Files.writeString(folder.resolve("m.eml"), "Subject: s\n\none\n");
    OutboundMessage message = OutboundMessage.ofEml(file, ENVELOPE);
    Files.writeString(file, "Subject: s\n\none and more\n");

    assertThatThrownBy(() -> message.body().writeTo(OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("m.eml");
  }

  @Test
  void eightBitTextHasASevenBitFormOfTheSameMeaning() throws Exception {
    OutboundMessage message =
        OutboundMessage.ofEml(
            ("Subject: s\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                    + "Content-Transfer-Encoding: 8bit\n\nGrüße\n.\n")
                .getBytes(UTF_8),
            ENVELOPE);
    assertThat(message.body().eightBit()).isTrue();

    MessageBody seven = message.body().sevenBit().orElseThrow();

    byte[] bytes = bytes(seven);
    assertThat(bytes).hasSize((int) seven.size());
    assertThat(new String(bytes, ISO_8859_1).chars()).allMatch(c -> c < 128);
    assertThat(new MimeMessage(null, new ByteArrayInputStream(bytes)).getContent())
        .isEqualTo("Grüße\r\n.\r\n");
  }

  @Test
  void aSignedMessageHasNoSevenBitForm() throws IOException {
    OutboundMessage message =
        OutboundMessage.ofEml(
            ("MIME-Version: 1.0\nContent-Type: multipart/signed; boundary=b\n\n--b\n"
                    + "Content-Type: text/plain; charset=utf-8\n"
                    + "Content-Transfer-Encoding: 8bit\n\nGrüße\n--b--\n")
                .getBytes(UTF_8),
            ENVELOPE);

    assertThat(message.body().sevenBit()).isEmpty();
  }

  @Test
  void aJakartaMailMessageIsTakenAndItsBccGoesToTheEnvelopeOnly() throws Exception {
    MimeMessage mime = new MimeMessage(Session.getInstance(new Properties()));
    mime.setFrom("a@example.com");
    mime.setRecipients(RecipientType.TO, "b@example.org");
    mime.setRecipients(RecipientType.BCC, "hidden@example.org");
    mime.setSubject("Grüße", "UTF-8");
    mime.setText("one\ntwo", "UTF-8");

    OutboundMessage message = OutboundMessage.of(mime);

    assertThat(message.envelope().recipients()).hasSize(2);
    assertThat(sent(message)).doesNotContain("hidden").endsWith("one\r\ntwo\r\n");
  }

  @Test
  void aJakartaMailMessageGoesToTheEnvelopeItIsGivenWhateverItsHeadersSay() throws Exception {
    MimeMessage mime = new MimeMessage(Session.getInstance(new Properties()));
    mime.setFrom("other@example.com");
    mime.setRecipients(RecipientType.TO, "shown@example.org");
    mime.setRecipients(RecipientType.BCC, "hidden@example.org");
    mime.setText("x", "UTF-8");

    OutboundMessage message = OutboundMessage.of(mime, ENVELOPE);

    assertThat(message.envelope()).isEqualTo(ENVELOPE);
    assertThat(sent(message)).contains("other@", "shown@").doesNotContain("hidden");
    mime.setHeader("X-Tag", "a\r\nBcc: evil@example.org");
    assertThatThrownBy(() -> OutboundMessage.of(mime, ENVELOPE))
        .isInstanceOf(MessageException.class)
        .hasMessageContaining("X-Tag");
  }

  @Test
  void aHeaderThatCarriesAnotherIsRefusedInAJakartaMailMessage() throws Exception {
    MimeMessage mime = new MimeMessage(Session.getInstance(new Properties()));
    mime.setFrom("a@example.com");
    mime.setRecipients(RecipientType.TO, "b@example.org");
    mime.setText("x");
    mime.setHeader("X-Tag", "a\r\nBcc: evil@example.org");

    assertThatThrownBy(() -> OutboundMessage.of(mime))
        .isInstanceOf(MessageException.class)
        .hasMessageContaining("X-Tag");
  }

  private static String sent(OutboundMessage message) throws IOException {
    return new String(bytes(message.body()), UTF_8);
  }

  private static byte[] bytes(MessageBody body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.writeTo(out);
    return out.toByteArray();
  }
}
