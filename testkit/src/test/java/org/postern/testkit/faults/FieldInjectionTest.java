package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.testkit.faults.NastyText.CONTROLS;
import static org.postern.testkit.faults.NastyText.LOOK_ALIKES;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.Mailer;
import org.postern.core.message.Attachment;
import org.postern.core.message.MessageException;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.SettingsException;
import org.postern.core.smtp.DsnRequest;
import org.postern.core.smtp.Envelope;
import org.postern.testkit.FakeSmtpServer;

/** Attacks by names, headers, file names, the EHLO name and DSN parameters. */
class FieldInjectionTest {

  /** Each place of a composed message that takes text from a caller. */
  static Stream<Arguments> fields() {
    return Stream.of(
        field("name of From", (m, text) -> m.from("\"x" + text + "\" <a@example.com>")),
        field("name of To", (m, text) -> m.to("\"x" + text + "\" <c@example.org>")),
        field("bare name of Cc", (m, text) -> m.cc("x" + text + " <c@example.org>")),
        field("Reply-To", (m, text) -> m.replyTo("\"x" + text + "\" <c@example.org>")),
        field("subject", (m, text) -> m.subject("x" + text)),
        field("header value", (m, text) -> m.header("X-Good", "x" + text)),
        field("header name", (m, text) -> m.header("X-Good" + text, "x")),
        field("Message-ID", (m, text) -> m.messageId("<x" + text + "@example.com>")),
        field(
            "file name",
            (m, text) -> m.attach(new Attachment(file(), "x" + text + ".txt", "text/plain"))),
        field(
            "content type",
            (m, text) -> m.attach(new Attachment(file(), "x.txt", "text/plain" + text))),
        field(
            "content id",
            (m, text) ->
                m.html("<p>x</p>")
                    .inline("x" + text, new Attachment(file(), "x.png", "image/png"))));
  }

  private static Arguments field(String name, BiConsumer<OutboundMessage.Builder, String> set) {
    return Arguments.of(name, set);
  }

  @TempDir private static Path folder;

  private static Path file() {
    try {
      return Files.writeString(folder.resolve("x.txt"), "content");
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fields")
  void controlInAFieldIsRefused(String name, BiConsumer<OutboundMessage.Builder, String> set) {
    for (String control : CONTROLS) {
      assertThatThrownBy(() -> composed(set, control + "X-Evil: yes"))
          .as("%s with U+%04X", name, (int) control.charAt(0))
          .isInstanceOfAny(MessageException.class, IllegalArgumentException.class)
          .extracting(Throwable::getMessage)
          .asString()
          .matches("[^\\p{Cntrl}\u0085\u2028\u2029]*");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fields")
  void strangeTextInAFieldIsEncodedOrRefused(
      String name, BiConsumer<OutboundMessage.Builder, String> set) {
    List<String> payloads =
        Stream.concat(
                LOOK_ALIKES.stream().map(letter -> letter + "X-Evil: yes"),
                Stream.of(
                    "=?utf-8?q?=0D=0AX-Evil:_yes?=",
                    "\"; x=\"",
                    "\\\"",
                    "<>,;:@",
                    "y".repeat(3000),
                    "z ".repeat(800),
                    "\u0661\ud83d\ude00"))
            .toList();
    for (String payload : payloads) {
      OutboundMessage message;
      try {
        message = composed(set, payload);
      } catch (MessageException | IllegalArgumentException refused) {
        continue;
      }
      try (FakeSmtpServer server = FakeSmtpServer.builder().start();
          Mailer mailer = Postman.to(server).open()) {
        mailer.send(message);

        server.requireNoViolations();
        assertThat(server.mails())
            .allSatisfy(
                mail -> {
                  assertThat(mail.header("X-Evil")).isEmpty();
                  assertThat(mail.recipientAddresses())
                      .isSubsetOf("b@example.org", "c@example.org");
                  assertThat(mail.text().split("\r\n\r\n", 2)[0].split("\r\n"))
                      .allMatch(line -> line.matches("(?s)([!-9;-~]+:|[ \t]).*"));
                });
      }
    }
  }

  private static OutboundMessage composed(
      BiConsumer<OutboundMessage.Builder, String> set, String text) {
    OutboundMessage.Builder message =
        OutboundMessage.builder()
            .from("a@example.com")
            .to("b@example.org")
            .subject("s")
            .text("body");
    set.accept(message, text);
    return message.build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\nMAIL FROM:<evil@evil.test>",
        "x\ny",
        "x\0y",
        "x y",
        "gr\u00fcn.test",
        "x\u760dy",
        "x>y"
      })
  void ehloNameThatIsNoneIsRefusedWhenTheMailerIsMade(String name) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Postman postman = Postman.to(server).set(CoreKeys.EHLO_NAME, name);

      assertThatThrownBy(postman::open)
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("postern.smtp.ehlo_name");
      assertThat(server.sessions()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("org.postern.testkit.faults.NastyText#controls")
  void envelopeIdWithAControlIsRefused(String control) {
    assertThatThrownBy(
            () -> new DsnRequest(Set.of(), Optional.empty(), Optional.of("x" + control + "y")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ENVID");
  }

  @Test
  void envelopeIdWithBlanksAndSignsIsEncoded() {
    DsnRequest dsn = new DsnRequest(Set.of(), Optional.empty(), Optional.of("a b+c=d>e"));
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Mailer mailer = Postman.to(server).open()) {
      Envelope envelope = new Envelope(Optional.of(Postman.FROM), List.of(Postman.TO), dsn);
      assertThat(mailer.send(envelope, Bytes.HELLO).acceptedForAll()).isTrue();

      assertThat(server.onlyMail().senderParameters())
          .anyMatch(parameter -> parameter.matches("ENVID=a\\+20b\\+2Bc\\+3Dd(>|\\+3E)e"));
      server.requireNoViolations();
    }
  }
}
