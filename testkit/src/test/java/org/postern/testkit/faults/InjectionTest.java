package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.DsnRequest;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.SmtpSession;

/** Attacks by what a caller passes on: addresses, names, headers, credentials. */
class InjectionTest {

  /** Refused everywhere: they end a line or a field for somebody on the way. */
  private static final List<String> CONTROLS =
      List.of("\r\n", "\r", "\n", "\0", "\u0001", "\u0085", "\u2028", "\u2029", "\u007f", "\u001b");

  /** Letters whose low byte is CR, LF, NUL, {@code >}, a blank: dangerous when cut to 8 bits. */
  private static final List<String> LOOK_ALIKES =
      List.of("\u760d", "\u760a", "\u560d\u560a", "\u0100", "\u013e", "\u0120", "\u0140", "\u0161");

  static Stream<String> controls() {
    return CONTROLS.stream();
  }

  static Stream<String> lookAlikes() {
    return LOOK_ALIKES.stream();
  }

  @ParameterizedTest
  @MethodSource("controls")
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
  @MethodSource("lookAlikes")
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
  @MethodSource("controls")
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

  static Stream<String> fieldEnds() {
    return Stream.of("\u0001", "\r", "\n", "\r\n", "\0");
  }

  @ParameterizedTest
  @MethodSource("fieldEnds")
  void userOrTokenThatInjectsFieldsIsNeverSent(String end) {
    neverSent(Login.token("u" + end + "auth=Bearer x", Login.FRESH));
    neverSent(Login.token(Login.USER, Login.FRESH + end + "host=evil.test"));
  }

  private static void neverSent(Login login) {
    try (FakeSmtpServer server =
        FakeSmtpServer.builder()
            .startTls(Postman.CA.localhost())
            .bearer((user, token) -> true)
            .start()) {
      RecipientResult result = Postman.to(server).tls(TlsMode.STARTTLS).login(login).send();

      assertThat(result.action()).as("%s", result).isEqualTo(Action.HOLD);
      assertThat(result.toString()).doesNotContain(Login.FRESH).matches("[^\\p{Cntrl}]*");
      assertThat(server.sessions())
          .flatExtracting(SmtpSession::verbs)
          .doesNotContain("AUTH", "MAIL");
    }
  }

  @ParameterizedTest
  @MethodSource("fieldEnds")
  void userOrPasswordArrivesAsItIsOrIsNeverSent(String end) {
    identicalLoginOrNone("u" + end + "x", "secret");
    identicalLoginOrNone("u", "sec" + end + "ret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00fc\u00e4", "a,b=c", "a b", "\u20ac", "%&+~/\\\""})
  void userOfAnySpellingArrivesAsItIs(String user) {
    assertThat(identicalLoginOrNone(user, "p" + user).outcome()).isEqualTo(Outcome.ACCEPTED);
    try (FakeSmtpServer server =
        FakeSmtpServer.builder()
            .startTls(Postman.CA.localhost())
            .bearer((name, token) -> name.equals(user))
            .start()) {
      RecipientResult result =
          Postman.to(server).tls(TlsMode.STARTTLS).login(Login.token(user, Login.FRESH)).send();
      assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.ACCEPTED);
    }
  }

  private static RecipientResult identicalLoginOrNone(String user, String password) {
    try (FakeSmtpServer server =
        FakeSmtpServer.builder()
            .startTls(Postman.CA.localhost())
            .user(user, password)
            .mechanisms("PLAIN")
            .start()) {
      RecipientResult result =
          Postman.to(server).tls(TlsMode.STARTTLS).login(Login.password(user, password)).send();

      server.requireNoViolations();
      if (result.outcome() != Outcome.ACCEPTED) {
        assertThat(result.action()).isEqualTo(Action.HOLD);
        assertThat(server.sessions()).flatExtracting(SmtpSession::verbs).doesNotContain("AUTH");
      }
      return result;
    }
  }

  /** Ways to end a message early for a server that is lax about line ends. */
  static Stream<String> smugglers() {
    return Stream.of(
            "\n.\n",
            "\r.\r",
            "\n.\r\n",
            "\r\n.\n",
            "\r\n.\r",
            "\r\n.\r\n",
            "\r\n.\0\r\n",
            "\r\r\n.\r\r\n")
        .map(
            end ->
                "Subject: x\r\n\r\nhello"
                    + end
                    + "MAIL FROM:<evil@evil.test>\r\nRCPT TO:<v@example.org>\r\nDATA\r\nevil\r\n.\r\n");
  }

  /** A body that breaks its contract, as a plug-in's might. */
  @ParameterizedTest
  @MethodSource("smugglers")
  void foreignBodySmugglesNothingOut(String text) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Postman.to(server).send(Bytes.of(text));
      oneMailOrNone(server);
    }
  }

  static void oneMailOrNone(FakeSmtpServer server) {
    server.requireNoViolations();
    assertThat(server.mails()).hasSizeLessThanOrEqualTo(1);
    assertThat(server.mails()).allMatch(mail -> mail.sender().equals("a@example.com"));
  }

  @Test
  void dotsAreStuffedAtEveryBorderOfEveryBuffer() {
    StringBuilder text = new StringBuilder("Subject: dots\r\n\r\n");
    for (int length = 0; length < 400; length++) {
      text.append(".".repeat(length % 5)).append("x".repeat(length)).append("\r\n.\r\n..\r\n");
    }
    Bytes body = Bytes.of(text.toString());
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      assertThat(Postman.to(server).send(body).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.onlyMail().bytes()).isEqualTo(body.bytes());
      server.requireNoViolations();
    }
  }
}
