package org.postern.testkit.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.Mailer;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.AllowList;
import org.postern.core.settings.ModeKeys;
import org.postern.core.settings.OtherRecipients;
import org.postern.core.settings.SendingMode;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.DsnRequest;
import org.postern.core.smtp.DsnRequest.Notify;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.Outcome;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FixedBody;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.SmtpStep;

/** No mail of a test installation reaches those who are not to have it. */
class TestModeTest {

  private static final MailAddress BOX = MailAddress.parse("box@test.example.com");
  private static final MailAddress OTHER_BOX = MailAddress.parse("other@test.example.com");
  private static final MailAddress GREEK = MailAddress.parse("δοκιμή@example.org");

  private static final String HELLO = new String(Bytes.HELLO.bytes(), UTF_8);

  private final FakeSmtpServer server = FakeSmtpServer.builder().start();

  @TempDir Path folder;

  @AfterEach
  void end() {
    server.requireNoViolations();
    server.close();
  }

  @Test
  void aCapturedMailIsAWholeFileWithItsEnvelope() throws IOException {
    Envelope envelope =
        new Envelope(
            Optional.of(Postman.FROM),
            List.of(Postman.TO, GREEK),
            new DsnRequest(
                Set.of(),
                Optional.of(DsnRequest.Returned.HDRS),
                Optional.of("order 7"),
                Map.of(
                    Postman.TO,
                    new DsnRequest.OfRecipient(
                        Set.of(Notify.SUCCESS, Notify.FAILURE), Optional.of("rfc822;B@x.test")))));
    DeliveryResult result;
    try (Mailer mailer = capturing().open()) {
      result = mailer.send(envelope, Bytes.HELLO);
    }

    assertThat(result.acceptedForAll()).isTrue();
    assertThat(result.recipients().get(1).explanation()).contains("captured as " + only());
    assertThat(Files.readString(only()).replace("\r\n ", " ").lines())
        .contains(
            "X-Postern-Envelope-From: <a@example.com> RET=HDRS",
            "X-Postern-Envelope-Id: order 7",
            "X-Postern-Envelope-To: <b@example.org> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;B@x.test")
        .filteredOn(line -> line.startsWith("X-Postern-Envelope-To: =?UTF-8?"))
        .hasSize(1);
    assertThat(Files.readString(only())).endsWith(HELLO);
    assertThat(server.sessions()).isEmpty();
  }

  @Test
  void captureKeepsItsFolderToItself() throws IOException {
    capturing().send();

    assertThat(rights(folder.resolve("kept"))).isEqualTo("rwx------");
    assertThat(rights(only())).isEqualTo("rw-------");
  }

  @Test
  @EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "chown")
  void whatRootCapturesBelongsToTheAccountThatTheFolderIsOf() throws IOException {
    Files.setAttribute(folder, "unix:uid", 65534);

    capturing().send();

    assertThat(Files.getAttribute(folder.resolve("kept"), "unix:uid")).isEqualTo(65534);
    assertThat(Files.getAttribute(only(), "unix:uid")).isEqualTo(65534);
  }

  @Test
  void namesOfCapturedMailAreInTheOrderOfTime() throws IOException {
    try (Mailer mailer = capturing().open()) {
      for (int i = 0; i < 50; i++) {
        mailer.send(
            Envelope.of(Postman.FROM, List.of(MailAddress.parse("r" + i + "@example.org"))),
            Bytes.HELLO);
      }
    }

    List<String> order = new ArrayList<>();
    for (Path file : captured()) {
      order.add(Files.readString(file).replaceAll("(?s).*Envelope-To: <(r\\d+)@.*", "$1"));
    }
    assertThat(order).isEqualTo(IntStream.range(0, 50).mapToObj(i -> "r" + i).toList());
  }

  @Test
  void whatCannotBeCapturedIsDeferredAndLeavesNothingHalf() throws IOException {
    Path disk = Files.writeString(folder.resolve("kept"), "no folder");
    try (Mailer mailer = capturing().open()) {
      var result = Postman.send(mailer);

      assertThat(result.outcome()).isEqualTo(Outcome.DEFERRED);
      assertThat(result.action()).isEqualTo(Action.RETRY);
      assertThat(result.explanation()).contains(disk.toString(), "look at the disk");
      Files.delete(disk);
      assertThat(Postman.send(mailer).outcome()).isEqualTo(Outcome.ACCEPTED);
    }
    assertThat(server.sessions()).isEmpty();
  }

  @Test
  void aBodyThatEndsHalfWayIsNotCaptured() throws IOException {
    var result =
        capturing().send(FixedBody.torn(Bytes.HELLO.bytes(), 100, "the disk of the spool failed"));

    assertThat(result.outcome()).isEqualTo(Outcome.DEFERRED);
    assertThat(result.explanation()).contains("the disk of the spool failed");
    try (Stream<Path> files = Files.list(folder.resolve("kept"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aRedirectedMailIsOneCopyThatNamesItsRecipients() {
    List<MailAddress> many =
        Stream.concat(
                IntStream.range(0, 200).mapToObj(i -> MailAddress.parse("r" + i + "@example.org")),
                Stream.of(GREEK))
            .toList();
    DeliveryResult result = redirecting(BOX).send(Bytes.HELLO, many.toArray(MailAddress[]::new));

    assertThat(result.recipients()).hasSize(201).allMatch(r -> r.outcome() == Outcome.ACCEPTED);
    assertThat(result.recipients().get(7).recipient()).isEqualTo(many.get(7));
    assertThat(result.recipients().get(7).explanation()).startsWith("redirected to " + BOX);
    ReceivedMail mail = server.onlyMail();
    assertThat(mail.recipientAddresses()).containsExactly(BOX.toString());
    assertThat(mail.text().lines().filter(l -> l.startsWith("X-Postern-Original-Recipient: ")))
        .hasSize(201)
        .contains("X-Postern-Original-Recipient: r199@example.org")
        .anyMatch(line -> line.contains("=?UTF-8?"));
    assertThat(mail.text()).endsWith(HELLO);
  }

  @Test
  void noServerIsAskedToTellTheRealSenderOfARedirectedMail() {
    Envelope envelope =
        new Envelope(
            Optional.of(Postman.FROM),
            List.of(Postman.TO),
            new DsnRequest(
                Set.of(Notify.SUCCESS), Optional.of(DsnRequest.Returned.FULL), Optional.of("1")));
    try (Mailer mailer = redirecting(BOX).open()) {
      assertThat(mailer.send(envelope, Bytes.HELLO).recipients().get(0).dsn()).isFalse();
    }

    assertThat(server.onlyMail().recipients().get(0).parameters())
        .contains("NOTIFY=NEVER")
        .doesNotContain("ORCPT=rfc822;b@example.org");
  }

  @Test
  void aRedirectedMailIsConvertedForAServerWithoutEightBits() {
    try (FakeSmtpServer seven = FakeSmtpServer.builder().without("8BITMIME").start();
        Mailer mailer = redirecting(Postman.to(seven), BOX).open()) {
      OutboundMessage mail =
          OutboundMessage.builder()
              .from("a@example.com")
              .to("b@example.org")
              .bcc("secret@example.org")
              .subject("Grüße")
              .text("Grüße\n")
              .build();
      OutboundMessage eight =
          OutboundMessage.ofEml(
              "From: a@example.com\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGrüße\r\n"
                  .getBytes(UTF_8),
              mail.envelope());

      assertThat(mailer.send(eight).acceptedForAll()).isTrue();
      assertThat(seven.onlyMail().text())
          .startsWith("X-Postern-Original-Recipient: b@example.org\r\n")
          .contains("X-Postern-Original-Recipient: secret@example.org\r\n", "base64");
      seven.requireNoViolations();
    }
  }

  @Test
  void oneTestMailboxThatHasTheMailIsEnough() {
    server.at(SmtpStep.RCPT).forRecipient(OTHER_BOX.toString()).reply("450 4.2.1 later");

    assertThat(redirecting(BOX, OTHER_BOX).send().outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(server.onlyMail().recipientAddresses()).containsExactly(BOX.toString());
    assertThat(RecordedLog.events())
        .anyMatch(e -> e.startsWith("WARN") && e.contains(OTHER_BOX + " did not get it"));
  }

  @Test
  void whatTheTestMailboxMeetsIsTheResultOfTheRealRecipients() {
    server.at(SmtpStep.RCPT).reply("450 4.2.1 later");

    var result = redirecting(BOX).send();

    assertThat(result.recipient()).isEqualTo(Postman.TO);
    assertThat(result.outcome()).isEqualTo(Outcome.DEFERRED);
    assertThat(result.explanation()).contains(BOX.toString(), "450 4.2.1 later");
  }

  @Test
  void anExaminationAsksForTheTestMailbox() {
    try (Mailer mailer = redirecting(BOX).open()) {
      mailer.examine(
          Optional.of(
              OutboundMessage.ofEml(
                  "From: a@example.com\r\n\r\nx\r\n".getBytes(UTF_8),
                  Envelope.of(Postman.FROM, List.of(Postman.TO)))),
          Duration.ofSeconds(5),
          finding -> {});
    }

    assertThat(server.seen().toString()).doesNotContain(Postman.TO.toString());
    assertThat(server.mails()).isEmpty();
  }

  @Test
  void onlyThoseOnTheListGetMailAndTheRestIsCaptured() throws IOException {
    DeliveryResult result =
        listing("example.com", OtherRecipients.CAPTURE)
            .send(Bytes.HELLO, Postman.TO, MailAddress.parse("in@EXAMPLE.com"), GREEK);

    assertThat(result.recipients())
        .extracting(one -> one.recipient().toString())
        .containsExactly("b@example.org", "in@EXAMPLE.com", GREEK.toString());
    assertThat(result.acceptedForAll()).isTrue();
    assertThat(server.onlyMail().recipientAddresses()).containsExactly("in@EXAMPLE.com");
    assertThat(server.onlyMail().text()).isEqualTo(HELLO);
    assertThat(Files.readString(only()))
        .contains("X-Postern-Envelope-To: <b@example.org>\r\n")
        .doesNotContain("in@EXAMPLE.com");
  }

  @Test
  void mailForOthersIsDroppedWithALineForEach() {
    DeliveryResult result =
        listing("example.com", OtherRecipients.DROP)
            .send(Bytes.HELLO, Postman.TO, MailAddress.parse("dropped@example.net"));

    assertThat(result.acceptedForAll()).isTrue();
    assertThat(result.recipients().get(0).explanation()).contains("not sent, dropped");
    assertThat(server.sessions()).isEmpty();
    assertThat(folder.resolve("kept")).doesNotExist();
    assertThat(RecordedLog.events())
        .anyMatch(e -> e.contains("dropped@example.net is not in postern.mode.allow"));
  }

  @Test
  void aTestModeIsLoudAndEndsWithItsMailer() {
    Mailer mailer = capturing().open();
    assertThat(RecordedLog.events())
        .anyMatch(
            e ->
                e.startsWith("WARN")
                    && e.contains("TEST MODE capture: no mail leaves")
                    && e.contains(folder.toString()));
    mailer.close();
    mailer.close();

    assertThatThrownBy(() -> Postman.send(mailer)).isInstanceOf(IllegalStateException.class);
    assertThat(folder.resolve("kept")).doesNotExist();
  }

  private Postman capturing() {
    return Postman.to(server)
        .set(ModeKeys.MODE, SendingMode.CAPTURE)
        .set(ModeKeys.FOLDER, folder.resolve("kept"));
  }

  private Postman redirecting(MailAddress... boxes) {
    return redirecting(Postman.to(server), boxes);
  }

  private static Postman redirecting(Postman postman, MailAddress... boxes) {
    return postman
        .set(ModeKeys.MODE, SendingMode.REDIRECT)
        .set(ModeKeys.REDIRECT_TO, new ModeKeys.Addresses(List.of(boxes)));
  }

  private Postman listing(String list, OtherRecipients others) {
    return Postman.to(server)
        .set(ModeKeys.MODE, SendingMode.ALLOWLIST)
        .set(ModeKeys.ALLOW, AllowList.parse(list))
        .set(ModeKeys.OTHERS, others)
        .set(ModeKeys.FOLDER, folder.resolve("kept"));
  }

  private Path only() throws IOException {
    List<Path> all = captured();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private List<Path> captured() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("kept"))) {
      List<Path> all = files.sorted().toList();
      assertThat(all).allMatch(file -> file.toString().endsWith(".eml"));
      return all;
    }
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
