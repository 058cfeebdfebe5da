package org.postern.testkit.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.core.smtp.Stage.MAIL;
import static org.postern.core.smtp.Stage.MESSAGE;
import static org.postern.core.smtp.Stage.RCPT;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.Mailer;
import org.postern.core.message.OutboundMessage;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DsnRequest;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeSmtpServerBuilder;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.SmtpSession;

/** The failure matrix, section 3.2: missing capabilities. */
class CapabilityFaultsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"SIZE", "8BITMIME", "SMTPUTF8", "DSN", "PIPELINING", "ENHANCEDSTATUSCODES"})
  void missingCapabilityStillDeliversAnAsciiMail(String capability) {
    try (FakeSmtpServer server = without(capability)) {
      Envelope envelope =
          new Envelope(
              Optional.of(Postman.FROM),
              List.of(Postman.TO, MailAddress.parse("c@example.org")),
              new DsnRequest(
                  Set.of(DsnRequest.Notify.FAILURE),
                  Optional.of(DsnRequest.Returned.HDRS),
                  Optional.of("id+1")));
      try (Mailer mailer = Postman.to(server).open()) {
        assertThat(mailer.send(envelope, Bytes.HELLO).acceptedForAll()).isTrue();
      }
      assertThat(server.onlyMail().recipientAddresses())
          .containsExactly("b@example.org", "c@example.org");
      server.requireNoViolations();
    }
  }

  @Test
  void noCapabilityAtAllStillDelivers() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().capabilities().size(0).start()) {
      assertThat(Postman.to(server).send().outcome()).isEqualTo(Outcome.ACCEPTED);
      server.requireNoViolations();
    }
  }

  @Test
  void eightBitBodyIsReEncodedWithoutEightBitMime() {
    Bytes converted = Bytes.of("Content-Transfer-Encoding: quoted-printable\r\n\r\ngr=C3=BCn\r\n");
    Bytes body = new Bytes("\r\ngr\u00fcn\r\n".getBytes(UTF_8), false, Optional.of(converted));
    try (FakeSmtpServer server = without("8BITMIME")) {
      assertThat(Postman.to(server).send(body).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.onlyMail().bytes()).isEqualTo(converted.bytes());
      assertThat(server.onlyMail().senderParameters()).doesNotContain("BODY=8BITMIME");
      server.requireNoViolations();
    }
  }

  @Test
  void eightBitBodyThatCannotBeReEncodedBouncesWith563() {
    Bytes signed = new Bytes("\r\ngr\u00fcn\r\n".getBytes(UTF_8), false, Optional.empty());
    try (FakeSmtpServer server = without("8BITMIME")) {
      bouncedWithout(server, Postman.to(server).send(signed), "5.6.3");
    }
  }

  @Test
  void eightBitBodyIsSaidToBeSoWhereItMayBeSent() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Bytes body = Bytes.of("\r\ngr\u00fcn\r\n");
      assertThat(Postman.to(server).send(body).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.onlyMail().bytes()).isEqualTo(body.bytes());
      assertThat(server.onlyMail().senderParameters()).contains("BODY=8BITMIME");
      server.requireNoViolations();
    }
  }

  @Test
  void utf8AddressBouncesWith567WithoutSmtpUtf8() {
    try (FakeSmtpServer server = without("SMTPUTF8")) {
      RecipientResult result =
          Postman.to(server)
              .send(Bytes.HELLO, MailAddress.parse("gr\u00fcn@example.org"))
              .recipients()
              .get(0);
      bouncedWithout(server, result, "5.6.7");
    }
  }

  @Test
  void utf8AddressDoesNotHarmTheOtherRecipientsWithoutSmtpUtf8() {
    try (FakeSmtpServer server = without("SMTPUTF8")) {
      var result =
          Postman.to(server)
              .send(Bytes.HELLO, MailAddress.parse("gr\u00fcn@example.org"), Postman.TO);
      assertThat(result.recipients())
          .extracting(RecipientResult::outcome)
          .containsExactly(Outcome.REJECTED, Outcome.ACCEPTED);
      assertThat(server.onlyMail().recipientAddresses()).containsExactly("b@example.org");
      server.requireNoViolations();
    }
  }

  @Test
  void utf8HeadersThatCannotBeConvertedBounceWith567WithoutSmtpUtf8() {
    try (FakeSmtpServer server = without("SMTPUTF8")) {
      RecipientResult result =
          Postman.to(server).send(eml("Cc: gr\u00fcn@example.org\n\nx\n".getBytes(UTF_8)));
      bouncedWithout(server, result, "5.6.7");
      assertThat(result.toString())
          .contains("SMTPUTF8, which is not offered, and cannot be converted: its field Cc has");
    }
  }

  @Test
  void utf8HeadersAreConvertedWithoutSmtpUtf8AndUntouchedWithIt() {
    byte[] mail = "Subject: gr\u00fcn\r\n\r\ngr\u00fcn\r\n".getBytes(UTF_8);
    try (FakeSmtpServer server = without("SMTPUTF8")) {
      assertThat(Postman.to(server).send(eml(mail)).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.onlyMail().bytes())
          .isEqualTo("Subject: =?UTF-8?B?Z3LDvG4=?=\r\n\r\ngr\u00fcn\r\n".getBytes(UTF_8));
      assertThat(server.onlyMail().senderParameters())
          .contains("BODY=8BITMIME", "SIZE=" + server.onlyMail().bytes().length)
          .doesNotContain("SMTPUTF8");
      server.requireNoViolations();
    }
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      assertThat(Postman.to(server).send(eml(mail)).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.onlyMail().bytes()).isEqualTo(mail);
      assertThat(server.onlyMail().senderParameters()).contains("SMTPUTF8");
      server.requireNoViolations();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8BITMIME", "8BITMIME SMTPUTF8"})
  void utf8HeadersAndBodyAreConvertedWithoutEightBitMime(String lacking) {
    FakeSmtpServerBuilder builder = FakeSmtpServer.builder();
    List.of(lacking.split(" ")).forEach(builder::without);
    try (FakeSmtpServer server = builder.start()) {
      byte[] mail = "Subject: gr\u00fcn\r\n\r\nall is gr\u00fcn\r\n".getBytes(UTF_8);
      assertThat(Postman.to(server).send(eml(mail)).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.onlyMail().text())
          .startsWith("Subject: =?UTF-8?B?Z3LDvG4=?=\r\nMIME-Version: 1.0\r\n")
          .endsWith("\r\n\r\nall is gr=C3=BCn\r\n");
      server.requireNoViolations();
    }
  }

  /** Programs that know nothing of SMTPUTF8 say nothing of their headers either. */
  @Test
  void utf8HeadersOfWhichNobodyToldAreConvertedWhereThatCanBeDone() {
    for (String header : List.of("Subject: gr\u00fcn", "Message-ID: <gr\u00fcn@example.org>")) {
      byte[] mail = (header + "\r\n\r\nx\r\n").getBytes(UTF_8);
      try (FakeSmtpServer server = without("SMTPUTF8")) {
        Bytes untold = new Bytes(mail, false, Optional.empty());
        assertThat(Postman.to(server).send(untold).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(server.onlyMail().bytes())
            .isEqualTo(
                header.startsWith("Subject")
                    ? "Subject: =?UTF-8?B?Z3LDvG4=?=\r\n\r\nx\r\n".getBytes(UTF_8)
                    : mail);
        server.requireNoViolations();
      }
    }
  }

  @Test
  void utf8AddressIsSentAsItIsWhereOffered() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      MailAddress address = MailAddress.parse("gr\u00fcn@b\u00fccher.example");
      assertThat(Postman.to(server).send(Bytes.HELLO, address).acceptedForAll()).isTrue();
      ReceivedMail mail = server.onlyMail();
      assertThat(mail.recipientAddresses().get(0)).startsWith("gr\u00fcn@");
      assertThat(mail.senderParameters()).contains("SMTPUTF8");
      server.requireNoViolations();
    }
  }

  @Test
  void internationalDomainGoesAsALabelsWithoutSmtpUtf8() {
    try (FakeSmtpServer server = without("SMTPUTF8")) {
      MailAddress address = MailAddress.parse("b@b\u00fccher.example");
      assertThat(Postman.to(server).send(Bytes.HELLO, address).acceptedForAll()).isTrue();
      assertThat(server.onlyMail().recipientAddresses()).containsExactly("b@xn--bcher-kva.example");
      server.requireNoViolations();
    }
  }

  @Test
  void tooBigForTheOfferedSizeBouncesWith534WithoutSendingTheBody() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().size(1000).start()) {
      bouncedWithout(server, Postman.to(server).send(Bytes.ofSize(2000)), "5.3.4");
      assertThat(server.sessions()).flatExtracting(SmtpSession::verbs).doesNotContain("DATA");
    }
  }

  private static MessageBody eml(byte[] mail) {
    return OutboundMessage.ofEml(mail, Envelope.of(Postman.FROM, List.of(Postman.TO))).body();
  }

  private static FakeSmtpServer without(String capability) {
    FakeSmtpServerBuilder builder = FakeSmtpServer.builder().without(capability);
    return (capability.equals("SIZE") ? builder.size(0) : builder).start();
  }

  private static void bouncedWithout(FakeSmtpServer server, RecipientResult result, String code) {
    assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.REJECTED);
    assertThat(result.action()).isEqualTo(Action.BOUNCE);
    assertThat(result.stage()).isIn(MESSAGE, MAIL, RCPT);
    assertThat(result.toString()).contains(code);
    assertThat(server.mails()).isEmpty();
    server.requireNoViolations();
  }
}
