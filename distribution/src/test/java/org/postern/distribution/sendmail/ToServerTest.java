package org.postern.distribution.sendmail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.MailAddress;
import org.postern.distribution.cli.Conf;
import org.postern.distribution.cli.SpoolOfTest;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.wiring.BundleFolders;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import org.postern.relay.Inlet;
import org.postern.relay.ListenerSettings;
import org.postern.relay.SmtpListener;
import org.postern.spool.Queue.Entry;
import org.postern.spool.Queue.Filter;
import org.postern.spool.Spool;
import org.postern.testkit.ClosedPort;

/** The way for a user who may not write in the spool. */
class ToServerTest {

  @TempDir Path home;
  private Spool spool;
  private SmtpListener server;

  @BeforeEach
  void start() throws IOException {
    Path conf =
        Conf.files(
            home.resolve("conf"),
            "mksis.logging.email.server.hostname=localhost\nmksis.logging.email.from=app@example.com\n"
                + "postern.relay.listen=127.0.0.1:0\npostern.relay.max_size=20k\n",
            "");
    MailSettings settings =
        Configuration.of(conf, new BundleFolders(Optional.of(home)))
            .load(Plugins.none(), Secrets.unread());
    spool = new SpoolOfTest(conf).open();
    server = SmtpListener.start(ListenerSettings.of(settings, conf), Inlet.of(spool));
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.stop(Duration.ZERO);
    spool.close();
  }

  @Test
  void theServerKeepsTheMailWhole() throws Exception {
    submit("Subject: S\n\n.\nQUIT\n", "b@example.org", "c@example.org");

    Entry mail = spool.queue().list(Filter.ALL, Optional.empty(), 2).get(0);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    spool.queue().body(mail.id()).orElseThrow().writeTo(text);
    assertThat(mail.recipients()).hasSize(2);
    assertThat(mail.origin()).isEqualTo("smtp [127.0.0.1] localhost");
    assertThat(text.toString(UTF_8))
        .contains(
            "Received: by localhost (Postern sendmail ", "\r\nSubject: S\r\n\r\n.\r\nQUIT\r\n");
  }

  @Test
  void aRefusalHasTheSameCodeAsByTheNearerWay() {
    assertThat(refused("Subject: S\n\n" + "x\n".repeat(20_000), server.addresses()))
        .isEqualTo(Sysexit.UNAVAILABLE);
    assertThat(refused("Subject: S\n\n\0\n", server.addresses())).isEqualTo(Sysexit.DATAERR);
    assertThat(spool.queue().counts().mails()).isZero();
  }

  @Test
  void aServerThatIsNotThereIsToBeTriedAgain() throws IOException {
    try (ClosedPort nobody = new ClosedPort()) {
      List<InetSocketAddress> there = List.of(new InetSocketAddress("127.0.0.1", nobody.port()));
      assertThat(refused("Subject: S\n\nText\n", there)).isEqualTo(Sysexit.TEMPFAIL);
    }
    assertThat(refused("Subject: S\n\nText\n", List.of())).isEqualTo(Sysexit.TEMPFAIL);
  }

  @Test
  void oneThatBreaksOffIsToBeTriedAgain() throws Exception {
    try (ServerSocket breaking = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread closer =
          new Thread(
              () -> {
                try {
                  breaking.accept().close();
                } catch (IOException ended) {
                  // the test is over
                }
              });
      closer.start();
      assertThat(
              refused(
                  "Subject: S\n\nText\n",
                  List.of(new InetSocketAddress("127.0.0.1", breaking.getLocalPort()))))
          .isEqualTo(Sysexit.TEMPFAIL);
      closer.join();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DATA\r\nSubject: S\r\n\r\n.QUIT\r\n.\r\nQUIT\r\n",
        "BDAT 14\r\nSubject: S\r\n\r\nBDAT 6 LAST\r\nQUIT\r\nquit\r\n",
        "DATA\r\nSubject: S\r\n\r\nQUIT\r\n.\r\n"
      })
  void aProgramThatDoesNotWaitForRepliesMaySpeakAllTheSame(String mail) throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Replies replies = new Replies(said);
    String session = "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.org>\r\n" + mail;

    new ToServer(server.addresses(), "")
        .converse(new ByteArrayInputStream(session.getBytes(UTF_8)), replies);

    assertThat(said.toString(UTF_8)).startsWith("220 ").contains("\r\n250 2.6.0 ");
    assertThat(replies.code()).isZero();
    assertThat(spool.queue().counts().mails()).isEqualTo(1);
  }

  @Test
  void aSessionInWhichAllIsRefusedSaysSoByItsCode() throws Exception {
    Replies replies = new Replies(new ByteArrayOutputStream());
    String session = "EHLO me\r\nMAIL FROM:<bad>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n";
    new ToServer(server.addresses(), "")
        .converse(new ByteArrayInputStream(session.getBytes(UTF_8)), replies);
    assertThat(replies.code()).isEqualTo(Sysexit.UNAVAILABLE);
  }

  private int refused(String mail, List<InetSocketAddress> addresses) {
    Sysexit refused =
        catchThrowableOfType(Sysexit.class, () -> submit(mail, addresses, "b@example.org"));
    return refused.code();
  }

  private void submit(String mail, String... recipients) throws Exception {
    submit(mail, server.addresses(), recipients);
  }

  private static void submit(String mail, List<InetSocketAddress> addresses, String... recipients)
      throws Exception {
    try (Message message = Message.read(new ByteArrayInputStream(mail.getBytes(UTF_8)), true)) {
      new Submission(new ToServer(addresses, "no rights"))
          .submit(
              Optional.of(MailAddress.parse("a@example.com")),
              List.of(recipients).stream().map(MailAddress::parse).toList(),
              Options.of("x@example.org"),
              message.header(),
              message);
    }
  }
}
