package org.postern.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.smtp.MailAddress;

/** What the builder makes, read back by Angus and looked at byte by byte. */
class ComposedMessageTest {

  @TempDir Path folder;

  static OutboundMessage.Builder message() {
    return OutboundMessage.builder().from("Post <post@example.com>").to("you@example.org");
  }

  static byte[] bytes(OutboundMessage message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.body().writeTo(out);
    assertThat(message.body().size()).isEqualTo(out.size());
    return out.toByteArray();
  }

  static String raw(OutboundMessage message) throws IOException {
    return new String(bytes(message), StandardCharsets.ISO_8859_1);
  }

  static MimeMessage read(OutboundMessage message) throws Exception {
    return new MimeMessage((Session) null, new ByteArrayInputStream(bytes(message)));
  }

  @Test
  void aTextIsOnePlainPart() throws Exception {
    OutboundMessage message = message().subject("Hello").text("one\ntwo\r\nthree\rfour").build();

    MimeMessage read = read(message);

    assertThat(read.getContentType()).isEqualTo("text/plain; charset=UTF-8");
    assertThat(read.getContent()).isEqualTo("one\r\ntwo\r\nthree\r\nfour\r\n");
    assertThat(read.getSubject()).isEqualTo("Hello");
    assertThat(((InternetAddress) read.getFrom()[0]).getPersonal()).isEqualTo("Post");
    assertThat(read.getMessageID()).isEqualTo(message.messageId()).endsWith("@example.com>");
    assertThat(message.envelope().recipients())
        .containsExactly(MailAddress.parse("you@example.org"));
    assertThat(raw(message)).contains("MIME-Version: 1.0\r\n").endsWith("\r\n");
  }

  @Test
  void blanksBesideAnEncodedWordOfTheCallersAreSeen() throws Exception {
    String value = "\u00fc =?UTF-8?Q?x?= \u00fc y =?UTF-8?Q?x?= z";
    OutboundMessage message = message().text("t").header("X-Note", value).build();

    assertThat(MimeUtility.decodeText(read(message).getHeader("X-Note", null)))
        .isEqualTo("\u00fc x \u00fc y x z");
  }

  @Test
  void textHtmlImageAndAttachmentAreNestedAsMailProgramsExpect() throws Exception {
    Path image = Files.write(folder.resolve("logo.png"), new byte[] {1, 2, 3});
    Path file = Files.write(folder.resolve("Ünïcode 文書.pdf"), new byte[200]);
    OutboundMessage message =
        message()
            .text("text")
            .html("<img src='cid:logo'>")
            .inline("logo", Attachment.of(image))
            .attach(Attachment.of(file))
            .build();

    MimeMultipart mixed = (MimeMultipart) read(message).getContent();

    assertThat(mixed.getContentType()).startsWith("multipart/mixed");
    MimeMultipart alternative = (MimeMultipart) mixed.getBodyPart(0).getContent();
    assertThat(alternative.getContentType()).startsWith("multipart/alternative");
    assertThat(alternative.getBodyPart(0).getContent()).isEqualTo("text\r\n");
    MimeMultipart related = (MimeMultipart) alternative.getBodyPart(1).getContent();
    assertThat(related.getContentType()).startsWith("multipart/related");
    assertThat(related.getBodyPart(0).getContent()).isEqualTo("<img src='cid:logo'>\r\n");
    MimeBodyPart logo = (MimeBodyPart) related.getBodyPart(1);
    assertThat(logo.getContentID()).isEqualTo("<logo>");
    assertThat(logo.getInputStream().readAllBytes()).containsExactly(1, 2, 3);
    MimeBodyPart pdf = (MimeBodyPart) mixed.getBodyPart(1);
    assertThat(pdf.getFileName()).isEqualTo("Ünïcode 文書.pdf");
    assertThat(pdf.getInputStream().readAllBytes()).isEqualTo(new byte[200]);
  }
}
