package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.auth.open.OpenProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.ReceivedMail;
import org.postern.triggers.run.LogLine;

/** The mail of scripts as it arrives at a server, by a mailer over a socket. */
class MailOnTheWireTest {

  private static final String IMPORTS =
      "importPackage(Packages.javax.mail); importPackage(Packages.javax.mail.internet);"
          + "importPackage(Packages.javax.activation);"
          + "importPackage(Packages.org.apache.commons.mail);";
  private static final String PASSWORD = "S3cret-in-the-script";
  private static final String TEXT = "Gr\u00fc\u00dfe \u4e16\u754c \ud83d\ude00";

  @TempDir Path folder;

  @Test
  void bothApisArriveWholeAndTheScriptsOwnHostIsNeverAsked() throws Exception {
    byte[] image = new byte[5000];
    new Random(7).nextBytes(image);
    Files.write(folder.resolve("logo.png"), image);
    Files.write(folder.resolve("a.bin"), image);
    try (ServerSocket own = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        FakeSmtpServer server = FakeSmtpServer.builder().start();
        Mailer mailer = Mailer.open(settings(server), AuthStrategies.of(new OpenProvider()))) {
      String host = "127.0.0.1', " + own.getLocalPort();
      TriggerResult result =
          TriggerRunner.builder(settings(server), mailer::send)
              .build()
              .run(
                  new Runs(folder)
                      .script(
                          IMPORTS,
                          "var e = new HtmlEmail(); e.setHostName('127.0.0.1');",
                          "e.setSmtpPort(" + own.getLocalPort() + ");",
                          "e.setAuthentication('erp', '" + PASSWORD + "');",
                          "e.setFrom('rvs@example.com', '" + TEXT + "'); e.addTo('k@example.org');",
                          "e.addBcc('hidden@example.org'); e.setSubject('" + TEXT + "');",
                          "var cid = e.embed(new java.io.File('logo.png'));",
                          "e.setHtmlMsg('<b>" + TEXT + "</b><img src=\"cid:' + cid + '\">');",
                          "e.setTextMsg('" + TEXT + "'); e.attach(new java.io.File('a.bin'));",
                          "e.send();",
                          "var s = Session.getInstance(new java.util.Properties());",
                          "var m = new MimeMessage(s); m.setFrom(new InternetAddress('rvs@example.com'));",
                          "m.setRecipients(Message.RecipientType.TO, 'k@example.org');",
                          "m.addRecipients(Message.RecipientType.BCC, 'hidden@example.org');",
                          "m.setSubject('"
                              + TEXT
                              + "', 'UTF-8'); m.setText('"
                              + TEXT
                              + "', 'UTF-8');",
                          "m.setHeader('Content-Transfer-Encoding', '8bit'); m.saveChanges();",
                          "var t = s.getTransport('smtp');",
                          "t.connect('" + host + ", 'erp', '" + PASSWORD + "');",
                          "t.sendMessage(m, m.getAllRecipients()); t.close();"));
      assertThat(result.fault()).as("%s", result.fault()).isEmpty();
      assertThat(result.log()).extracting(LogLine::text).noneMatch(l -> l.contains(PASSWORD));
      assertThat(server.mails()).hasSize(2);
      for (ReceivedMail mail : server.mails()) {
        assertThat(mail.recipientAddresses())
            .containsExactly("k@example.org", "hidden@example.org");
        assertThat(mail.text()).doesNotContain("hidden@example.org");
        assertThat(parsed(mail).getSubject()).isEqualTo(TEXT);
      }
      Map<String, byte[]> parts = parts(parsed(server.mails().get(0)), new LinkedHashMap<>());
      assertThat(parts.get("a.bin")).isEqualTo(image);
      assertThat(parts.get("logo.png")).isEqualTo(image);
      assertThat(new String(parts.get("text/plain"), "UTF-8")).isEqualTo(TEXT);
      assertThat(new String(parts.get("text/html"), "UTF-8")).startsWith("<b>" + TEXT + "</b>");
      ReceivedMail second = server.mails().get(1);
      assertThat(second.senderParameters()).contains("BODY=8BITMIME");
      assertThat(new String(second.bytes(), "UTF-8")).endsWith("\r\n\r\n" + TEXT + "\r\n");
      server.requireNoViolations();
      assertNobodyCame(own);
    }
  }

  /** A connection that was opened waits in the queue of the socket, even when it was closed. */
  private static void assertNobodyCame(ServerSocket own) throws Exception {
    own.setSoTimeout(1);
    try (java.net.Socket came = own.accept()) {
      assertThat(came).as("a connection to the host of the script").isNull();
    } catch (SocketTimeoutException nobody) {
      assertThat(nobody).isNotNull();
    }
  }

  private static MailSettings settings(FakeSmtpServer server) {
    return MailSettings.builder(List.of(new OpenProvider()))
        .set(CoreKeys.HOST, server.host())
        .set(CoreKeys.PORT, server.port())
        .set(CoreKeys.EHLO_NAME, "client.test")
        .build();
  }

  private static MimeMessage parsed(ReceivedMail mail) throws Exception {
    return new MimeMessage(
        Session.getInstance(new Properties()), new ByteArrayInputStream(mail.bytes()));
  }

  private static Map<String, byte[]> parts(Part part, Map<String, byte[]> into) throws Exception {
    if (part.isMimeType("multipart/*")) {
      Multipart all = (Multipart) part.getContent();
      for (int i = 0; i < all.getCount(); i++) {
        parts(all.getBodyPart(i), into);
      }
    } else {
      String type =
          part.getContentType().replaceAll(";(?s).*", "").toLowerCase(java.util.Locale.ROOT);
      String name = part.getFileName() == null ? type : MimeUtility.decodeText(part.getFileName());
      into.put(name, part.getInputStream().readAllBytes());
    }
    return into;
  }
}
