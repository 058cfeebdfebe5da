package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.Mailer;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.Outcome;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.ReceivedMail;

/** Attacks by addresses: refused, or sent as they are. */
class AddressInjectionTest {

  @ParameterizedTest
  @MethodSource("org.postern.testkit.faults.NastyText#controls")
  void addressWithAControlIsRefused(String control) {
    for (String address :
        List.of(
            "a" + control + "b@example.org",
            "ab@exam" + control + "ple.org",
            "\"a" + control + "b\"@example.org",
            "b@example.org" + control,
            control + "b@example.org",
            "b@example.org>" + control + "RCPT TO:<evil@evil.test")) {
      assertThatThrownBy(() -> MailAddress.parse(address))
          .isInstanceOf(IllegalArgumentException.class)
          .extracting(Throwable::getMessage)
          .asString()
          .as("shown escaped")
          .matches("[^\\p{Cntrl}\u0085\u2028\u2029]*");
    }
  }

  @ParameterizedTest
  @MethodSource("org.postern.testkit.faults.NastyText#lookAlikes")
  void letterWithADangerousLowByteArrivesAsItIsOrIsRefused(String letter) {
    identicalOrRefused("a" + letter + "b@example.org");
    identicalOrRefused("b@ex" + letter + ".test");
  }

  /** Forms by which mail was re-routed or parameters were added elsewhere. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"x@evil.test y\"@sink.test",
        "\"x> NOTIFY=NEVER\"@sink.test",
        "\"a\\\"b\"@example.org",
        "\"a\\\\\"@example.org",
        "\"\"@example.org",
        "\"a b\"@example.org",
        "\"unclosed@example.org",
        "\"a\"b@example.org",
        "a\"b\"@example.org",
        "@evil.test:b@example.org",
        "@evil.test,@other.test:b@example.org",
        "b(comment)@example.org",
        "b@example.org(comment)",
        "group: a@example.org, b@example.org;",
        "Name <b@example.org>",
        "<b@example.org>",
        "b@example.org>",
        "b@example.org> NOTIFY=NEVER",
        "b@example.org NOTIFY=NEVER",
        "b@example.org SIZE=1",
        " b@example.org",
        "b@example.org ",
        "b @example.org",
        "b@ example.org",
        "b%evil.test@example.org",
        "evil.test!b@example.org",
        "a@b@example.org",
        "a,b@example.org",
        "a;b@example.org",
        "b@[127.0.0.1]",
        "b@[IPv6:::1]",
        "b@[127.0.0.1] x",
        "b@[evil.test]",
        "b@example..org",
        "b@.example.org",
        "b@example.org.",
        "b@-example.org",
        "b@exa_mple.org",
        ".b@example.org",
        "b.@example.org",
        "b..c@example.org",
        "b@xn--bcher-kva.example",
        "b@b\u00fccher.example",
        "\u7528\u6237@\u4f8b\u5b50.\u6d4b\u8bd5",
        "b@\u0660.example",
        "b@ex\u00adample.org",
        "b@example\u3002org",
        "b@ex\uff0fample.org",
        "@example.org",
        "b@",
        "b",
        ""
      })
  void strangeAddressArrivesAsItIsOrIsRefused(String address) {
    identicalOrRefused(address);
  }

  @Test
  void overlongAddressIsRefused() {
    assertThat(MailAddress.tryParse("a".repeat(65) + "@example.org")).isEmpty();
    assertThat(MailAddress.tryParse("a@" + "b".repeat(64) + ".test")).isEmpty();
    assertThat(MailAddress.tryParse("a@" + "b.".repeat(127) + "test")).isEmpty();
    assertThat(MailAddress.tryParse("a".repeat(64) + "@" + "b".repeat(255))).isEmpty();
  }

  private static void identicalOrRefused(String text) {
    Optional<MailAddress> address = MailAddress.tryParse(text);
    if (address.isEmpty()) {
      return;
    }
    assertThat(address.get()).hasToString(text);
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Mailer mailer = Postman.to(server).open()) {
      Envelope envelope = Envelope.of(address.get(), List.of(address.get()));
      DeliveryResult result = mailer.send(envelope, Bytes.HELLO);

      server.requireNoViolations();
      if (result.acceptedForAll()) {
        ReceivedMail mail = server.onlyMail();
        assertThat(mail.recipients()).hasSize(1);
        assertThat(mail.recipients().get(0).parameters()).isEmpty();
        assertThat(sameMailbox(mail.recipientAddresses().get(0), address.get())).isTrue();
        assertThat(sameMailbox(mail.sender(), address.get())).isTrue();
      } else {
        assertThat(result.worst()).isEqualTo(Outcome.REJECTED);
        assertThat(server.mails()).isEmpty();
      }
    }
  }

  /** As given, or with the domain in A-labels (RFC 5891), which names the same mailbox. */
  private static boolean sameMailbox(String received, MailAddress asked) {
    return received.equals(asked.toString())
        || !asked.needsSmtpUtf8() && received.equals(asked.ascii());
  }
}
