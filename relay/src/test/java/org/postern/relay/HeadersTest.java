package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.core.message.HeaderField;

/** What the relay writes into a header section, and what it leaves alone. */
class HeadersTest {

  private static final String GIVEN =
      "Date: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n"
          + "FROM : \"A, B\" <a@example.com>\r\nSubject: long\r\n\tand folded\r\nX-U: ü\r\n";

  @TempDir private Path folder;

  private Mailbag.Taken take(String mail, String... settings) throws Exception {
    try (RunningListener relay = RunningListener.with(folder, settings);
        RawClient client = RawClient.ready(relay)) {
      assertThat(client.mail(mail)).startsWith("250");
      return relay.mailbag().only();
    }
  }

  private static String field(Mailbag.Taken mail, String name) {
    return HeaderField.split(mail.header().getBytes(StandardCharsets.UTF_8)).stream()
        .filter(field -> field.is(name))
        .map(HeaderField::value)
        .reduce((one, other) -> one + " and " + other)
        .orElse("absent");
  }

  @Test
  void itsTraceComesFirstAndAllElseStaysByteByByte() throws Exception {
    Mailbag.Taken mail = take(GIVEN + "\r\n\r\n bödy\r\n");

    assertThat(mail.text()).endsWith("\r\n" + GIVEN + "\r\n\r\n bödy\r\n\r\n");
    assertThat(mail.text().substring(0, mail.text().indexOf("Date:")))
        .matches(
            "Received: from client.example.com \\(\\[127.0.0.1\\]\\)\r\n"
                + "\tby relay.example.com \\(Postern\\) with ESMTP id TEST00000001\r\n"
                + "\tfor <b@example.com>;\r\n"
                + "\t[A-Z][a-z]{2}, \\d{1,2} [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}\r\n");
    assertThat(mail.arrival().messageId()).isEqualTo("<1@example.com>");
  }

  @Test
  void whatASubmissionMustHaveIsAddedWhereItIsMissing() throws Exception {
    Mailbag.Taken mail = take("Subject: x\r\n\r\nx");

    assertThat(field(mail, "Message-ID")).isEqualTo("<TEST00000001@relay.example.com>");
    assertThat(field(mail, "Date")).matches("\\w{3}, \\d{1,2} \\w{3} \\d{4} .*");
    assertThat(field(mail, "From")).isEqualTo("<a@example.com>");
    assertThat(mail.arrival().messageId()).isEqualTo("<TEST00000001@relay.example.com>");
  }

  @Test
  void bccAndReturnPathAreNobodysBusiness() throws Exception {
    Mailbag.Taken mail =
        take(
            "To: b@example.com\r\nBcc: secret@example.com,\r\n more@example.com\r\n"
                + "Return-Path: <x@example.com>\r\nX-Bcc: kept\r\n\r\nBcc: in the body");

    assertThat(mail.header())
        .doesNotContain("secret", "more@", "Return-Path")
        .contains("X-Bcc: kept");
    assertThat(mail.body()).isEqualTo("Bcc: in the body\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hello                                | hello\\r\\n
          \\r\\nhello                          | hello\\r\\n
          Subject: x\\r\\nhello: no\\r\\nhello | hello\\r\\n
          Subject: x\\r\\nhello                | hello\\r\\n
          From mbox Mon Nov  2\\r\\nA: b\\r\\n\\r\\nhello | hello\\r\\n
          : no name\\r\\nhello                 | : no name\\r\\nhello\\r\\n
          Subject: x                           | ''
          """)
  void aHeaderSectionThatIsNoneIsText(String mail, String body) throws Exception {
    Mailbag.Taken taken = take(plain(mail));

    assertThat(taken.body()).isEqualTo(plain(body));
    assertThat(field(taken, "From")).isEqualTo("<a@example.com>");
    assertThat(taken.header()).doesNotContain("mbox");
  }

  private static String plain(String escaped) {
    return escaped.replace("\\r", "\r").replace("\\n", "\n");
  }

  @Test
  void theRecipientIsNotNamedWhereThereAreSeveral() throws Exception {
    try (RunningListener relay = RunningListener.with(folder);
        RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<a@example.com>");
      client.say("RCPT TO:<b@example.com>");
      client.say("RCPT TO:<c@example.com>");
      client.say("DATA");
      client.say("x\r\n.");
      assertThat(field(relay.mailbag().only(), "Received")).doesNotContain("@");
    }
  }

  @Test
  void aMailThatGoesInCirclesIsRefused() throws Exception {
    try (RunningListener relay = RunningListener.with(folder);
        RawClient client = RawClient.ready(relay)) {
      assertThat(client.mail("Received: from here\r\n".repeat(101) + "\r\nx"))
          .startsWith("554 5.4.6");
      assertThat(client.mail("Received: from here\r\n".repeat(100) + "\r\nx")).startsWith("250");
      assertThat(relay.mailbag().mails()).hasSize(1);
    }
  }

  @Test
  void utf8InTheHeaderIsToldWhereItWasAgreed() throws Exception {
    try (RunningListener relay = RunningListener.with(folder);
        RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<ä@example.com> SMTPUTF8");
      client.say("RCPT TO:<ö@exämple.com>");
      client.say("DATA");
      client.say("Subject: ü\r\n\r\nx\r\n.");
      client.say("MAIL FROM:<a@example.com> SMTPUTF8");
      client.say("RCPT TO:<b@example.com>");
      client.say("DATA");
      client.say("Subject: u\r\n\r\nü\r\n.");
      client.mail("Subject: ü\r\n\r\nx");

      assertThat(relay.mailbag().mails())
          .extracting(mail -> mail.arrival().utf8Headers())
          .containsExactly(true, false, false);
      assertThat(field(relay.mailbag().mails().get(0), "Received")).contains("with UTF8SMTP id");
      assertThat(field(relay.mailbag().mails().get(0), "From")).isEqualTo("<ä@example.com>");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          From: Bob <bob@example.com>    | Bob <app@example.org>     | Bob <bob@example.com>
          From: bob@example.com          | <app@example.org>         | bob@example.com
          From: <bob@example.com>        | <app@example.org>         | <bob@example.com>
          From: "B, <x> C" <b@x.test>    | "B, <x> C" <app@example.org> | "B, <x> C" <b@x.test>
          From: "B \\" <x>" <b@x.test>   | "B \\" <x>" <app@example.org> | "B \\" <x>" <b@x.test>
          From: (c <d>) Bob <b@x.test>   | (c <d>) Bob <app@example.org> | (c <d>) Bob <b@x.test>
          From: b@x.test (Bob <y@z>)     | <app@example.org>         | b@x.test (Bob <y@z>)
          From: a@x.test, B <b@x.test>   | <app@example.org>         | a@x.test, B <b@x.test>
          From: =?utf-8?Q?J=C3=B6?= <b@x.test> | =?utf-8?Q?J=C3=B6?= <app@example.org> | =?utf-8?Q?J=C3=B6?= <b@x.test>
          From: "never closed <b@x.test> | <app@example.org>         | absent
          From: root (Cron Daemon)       | <app@example.org>         | absent
          From: root (cron@x.test)       | <app@example.org>         | absent
          From: "cron@x.test" <root>     | "cron@x.test" <app@example.org> | absent
          X-From: nobody                 | <app@example.org>         | absent
          """)
  void fromBecomesTheAccountAndAnswersGoToTheAuthor(String from, String shown, String replyTo)
      throws Exception {
    Mailbag.Taken mail =
        take(
            from + "\r\nSender: c@example.com\r\nSubject: x\r\n\r\nx",
            "postern.relay.rewrite_sender=account",
            "mksis.logging.email.from=app@example.org");

    assertThat(field(mail, "From")).isEqualTo(shown);
    assertThat(field(mail, "Reply-To")).isEqualTo(replyTo);
    assertThat(field(mail, "Sender")).isEqualTo("absent");
    assertThat(mail.arrival().sender()).hasToString("Optional[app@example.org]");
  }

  @Test
  void anAnswerAddressOfTheAuthorsChoiceStays() throws Exception {
    Mailbag.Taken mail =
        take(
            "From: Bob <bob@example.com>\r\nReply-To: desk@example.com\r\n\r\nx",
            "postern.relay.rewrite_sender=account",
            "postern.mail.from=app@example.org");

    assertThat(field(mail, "From")).isEqualTo("Bob <app@example.org>");
    assertThat(field(mail, "Reply-To")).isEqualTo("desk@example.com");
  }

  @Test
  void theEnvelopeAloneIsRewrittenWhereOnlyThatIsAskedFor() throws Exception {
    Mailbag.Taken mail =
        take(
            "From: Bob <bob@example.com>\r\n\r\nx",
            "postern.relay.rewrite_sender=envelope",
            "postern.mail.from=app@example.org");

    assertThat(field(mail, "From")).isEqualTo("Bob <bob@example.com>");
    assertThat(field(mail, "Reply-To")).isEqualTo("absent");
    assertThat(mail.arrival().sender()).hasToString("Optional[app@example.org]");
  }

  @Test
  void aBounceKeepsItsEmptySender() throws Exception {
    try (RunningListener relay =
            RunningListener.with(
                folder,
                "postern.relay.rewrite_sender=account",
                "postern.mail.from=app@example.org");
        RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<>");
      client.say("RCPT TO:<b@example.com>");
      client.say("DATA");
      client.say("From: daemon@example.com\r\n\r\nx\r\n.");

      assertThat(relay.mailbag().only().arrival().sender()).isEmpty();
      assertThat(field(relay.mailbag().only(), "From")).isEqualTo("<app@example.org>");
    }
  }
}
