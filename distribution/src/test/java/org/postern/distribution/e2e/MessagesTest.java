package org.postern.distribution.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.e2e.Lab.Port;

/** What leaves is what arrives, byte for byte, through a real Postfix. */
@NeedsLab
class MessagesTest {

  @TempDir Path files;

  @Test
  void textHtmlInlineImageAndAttachmentsArriveWhole() throws Exception {
    ConfDir conf = ConfDir.oauth(Port.SUBMISSION).starttls().ready();
    String marker = UUID.randomUUID().toString();
    Path html = Files.writeString(files.resolve("body.html"), "<p>你好 <img src=\"cid:logo\"></p>");
    Path image = Files.write(files.resolve("logo.png"), random(3_000));
    Path report = Files.write(files.resolve("Bericht Übersicht 報告.pdf"), random(100_000));

    Cli.on(
            conf,
            "send",
            "--to=Zoë Müller <inbox@lab.test>",
            "--cc=second@lab.test",
            "--bcc=hidden@lab.test",
            "--reply-to=answers@example.com",
            "--subject=Überweisung 確認 " + marker,
            "--text=Zeile 1\n.\n..\nFrom here\n",
            "--html-file=" + html,
            "--inline=logo=" + image,
            "--attach=" + report)
        .exits(0);

    byte[] raw = Lab.shared().inbox().awaitAll(marker.substring(0, 8), 3).get(0);
    MimeMessage mail = new MimeMessage(null, new ByteArrayInputStream(raw));
    assertThat(mail.getSubject()).isEqualTo("Überweisung 確認 " + marker);
    assertThat(mail.getHeader("To", ",")).contains("inbox@lab.test");
    assertThat(((jakarta.mail.internet.InternetAddress) mail.getAllRecipients()[0]).getPersonal())
        .isEqualTo("Zoë Müller");
    assertThat(mail.getReplyTo()[0].toString()).isEqualTo("answers@example.com");
    assertThat(mail.getHeader("Bcc")).isNull();
    MimeMultipart mixed = (MimeMultipart) mail.getContent();
    BodyPart attachment = mixed.getBodyPart(mixed.getCount() - 1);
    assertThat(attachment.getInputStream().readAllBytes()).isEqualTo(Files.readAllBytes(report));
    assertThat(jakarta.mail.internet.MimeUtility.decodeText(attachment.getFileName()))
        .isEqualTo("Bericht Übersicht 報告.pdf");
    assertThat(flat(mixed))
        .anySatisfy(
            part ->
                assertThat(part).startsWith("text/plain").contains("Zeile 1\n.\n..\nFrom here\n"))
        .anySatisfy(part -> assertThat(part).startsWith("text/html").contains("你好"))
        .anySatisfy(part -> assertThat(part).startsWith("image/png"));
  }

  @Test
  void readyMadeBytesArriveAsTheyWereButForLineEndsAndBcc() throws Exception {
    ConfDir conf = ConfDir.basic(Port.SUBMISSION).starttls().ready();
    String marker = UUID.randomUUID().toString();
    Path eml =
        Files.write(
            files.resolve("mail.eml"),
            ("From: app@example.com\nTo: someone@example.org\nBcc: hidden@example.org,\n"
                    + "\tother@example.org\nSubject: "
                    + marker
                    + "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                    + "Content-Transfer-Encoding: 8bit\n\n.dot first\r\nGrüße\rlone cr\n.\nend")
                .getBytes(UTF_8));

    Cli.on(conf, "send", "--eml", eml.toString(), "--to", "inbox@lab.test").exits(0);

    String raw = Inbox.utf8(Lab.shared().inbox().await(marker));
    assertThat(raw).doesNotContain("hidden@").doesNotContain("other@example.org");
    // the Maildir keeps lines as LF
    assertThat(raw.replace("\r\n", "\n")).endsWith("\n.dot first\nGrüße\nlone cr\n.\nend\n");
  }

  @Test
  void twoHundredRecipientsGetOneMailEach() {
    ConfDir conf = ConfDir.oauth(Port.SUBMISSION).starttls().ready();
    String marker = UUID.randomUUID().toString();
    String everybody =
        IntStream.range(0, 200)
            .mapToObj(i -> "user" + i + "@lab.test")
            .collect(Collectors.joining(","));

    Cli.on(
            conf,
            "send",
            "--bcc",
            everybody,
            "--to",
            "inbox@lab.test",
            "--subject",
            marker,
            "--text",
            "t")
        .exits(0);

    assertThat(Lab.shared().inbox().awaitAll(marker, 201))
        .hasSize(201)
        .noneSatisfy(raw -> assertThat(new String(raw, ISO_8859_1)).contains("Bcc:"));
  }

  @Test
  void anAttachmentOf25MegabytesArrivesWhole() throws Exception {
    ConfDir conf = ConfDir.basic(Port.SUBMISSION).starttls().ready();
    String marker = UUID.randomUUID().toString();
    Path big = Files.write(files.resolve("big.bin"), random(25_000_000));

    Cli.on(
            conf,
            "send",
            "--to=inbox@lab.test",
            "--subject=" + marker,
            "--text=t",
            "--attach=" + big)
        .exits(0);

    MimeMessage mail =
        new MimeMessage(null, new ByteArrayInputStream(Lab.shared().inbox().await(marker)));
    MimeMultipart mixed = (MimeMultipart) mail.getContent();
    assertThat(mixed.getBodyPart(1).getInputStream()).hasBinaryContent(Files.readAllBytes(big));
  }

  @Test
  void aMessageOverTheServersSizeIsRefusedBeforeItIsSent() throws Exception {
    ConfDir conf = ConfDir.basic(Port.SUBMISSION).starttls().ready();
    Path big = Files.write(files.resolve("big.bin"), random(31_000_000));

    Cli.on(conf, "send", "--to=inbox@lab.test", "--subject=s", "--text=t", "--attach=" + big)
        .exits(6)
        .says("40000000");
  }

  @Test
  void anInternationalAddressIsDeliveredWhereSmtputf8IsOffered() {
    ConfDir conf = ConfDir.basic(Port.SUBMISSION).starttls().ready();
    String marker = UUID.randomUUID().toString();

    Cli.on(conf, "send", "--to=用户@lab.test", "--subject=" + marker, "--text=t").exits(0);

    assertThat(Inbox.utf8(Lab.shared().inbox().await(marker))).contains("用户@lab.test");
  }

  private static java.util.List<String> flat(MimeMultipart multipart) throws Exception {
    java.util.List<String> parts = new java.util.ArrayList<>();
    for (int i = 0; i < multipart.getCount(); i++) {
      BodyPart part = multipart.getBodyPart(i);
      if (part.getContent() instanceof MimeMultipart nested) {
        parts.addAll(flat(nested));
      } else {
        parts.add(
            part.getContentType()
                + "\n"
                + (part.getContent() instanceof String s ? s.replace("\r\n", "\n") : ""));
      }
    }
    return parts;
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
