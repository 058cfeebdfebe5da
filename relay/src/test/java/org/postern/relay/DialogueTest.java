package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.spool.SpoolRecipient;

/** What is said, command by command, and what is taken. */
class DialogueTest {

  @TempDir private Path folder;
  private RunningListener relay;

  @BeforeEach
  void start() {
    relay = RunningListener.with(folder);
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void greetsWithItsNameAndOffersItsExtensions() throws Exception {
    try (RawClient client = RawClient.connected(relay)) {
      assertThat(client.reply()).isEqualTo("220 relay.example.com ESMTP Postern");
      assertThat(client.say("EHLO me").lines().map(line -> line.substring(4)))
          .containsExactly(
              "relay.example.com",
              "PIPELINING",
              "SIZE 52428800",
              "8BITMIME",
              "SMTPUTF8",
              "DSN",
              "ENHANCEDSTATUSCODES",
              "CHUNKING");
    }
  }

  @Test
  void namesTheIdOfTheMailItHasTaken() throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      String reply = client.mail("Subject: hello\r\n\r\nHello.");

      assertThat(reply).isEqualTo("250 2.6.0 " + relay.mailbag().only().id() + " queued");
      assertThat(relay.mailbag().only().body()).isEqualTo("Hello.\r\n");
      assertThat(relay.mailbag().only().arrival().origin())
          .isEqualTo("smtp [127.0.0.1] client.example.com");
    }
  }

  @Test
  void takesManyMailsOnOneConnection() throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      for (int i = 0; i < 50; i++) {
        assertThat(client.mail("Subject: " + i + "\r\n\r\n" + i)).startsWith("250");
      }
    }
    assertThat(relay.mailbag().mails()).hasSize(50);
  }

  @Test
  void answersPipelinedCommandsInTheirOrder() throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      client.send(
          "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nRCPT TO:<no>\r\n"
              + "RCPT TO:<c@example.com>\r\nDATA\r\n");
      assertThat(List.of(client.reply(), client.reply(), client.reply(), client.reply()))
          .extracting(reply -> reply.substring(0, 3))
          .containsExactly("250", "250", "501", "250");
      assertThat(client.reply()).startsWith("354");
      assertThat(client.say("x\r\n.")).startsWith("250");
    }
    assertThat(relay.mailbag().only().arrival().recipients())
        .extracting(recipient -> recipient.address().toString())
        .containsExactly("b@example.com", "c@example.com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FOO                                  | 500 5.5.1
          ''                                   | 500 5.5.1
          EXPN staff                           | 502 5.5.1
          VRFY a                               | 252 2.5.2
          NOOP                                 | 250 2.0.0
          RSET                                 | 250 2.0.0
          HELP                                 | 214 2.0.0
          QUIT                                 | 221 2.0.0
          STARTTLS                             | 502 5.5.1
          AUTH PLAIN AGEAYg==                  | 503 5.5.1
          DATA                                 | 503 5.5.1
          BDAT 0 LAST                          | 503 5.5.1
          RCPT TO:<b@example.com>              | 503 5.5.1
          EHLO                                 | 501 5.5.4
          EHLO two words                       | 501 5.5.4
          MAIL FROM:a@example.com              | 501 5.5.4
          MAIL TO:<a@example.com>              | 501 5.5.4
          MAIL FROM:<a@example.com             | 501 5.5.4
          MAIL FROM:<@x.test:a@example.com>    | 501 5.1.3
          MAIL FROM:<a>                        | 501 5.1.7
          MAIL FROM:<a@example.com>SIZE=1      | 501 5.5.4
          MAIL FROM:<a@example.com> SIZE=x     | 501 5.5.4
          MAIL FROM:<a@example.com> SIZE=52428801 | 552 5.3.4
          MAIL FROM:<a@example.com> SIZE=99999999999999999999 | 552 5.3.4
          MAIL FROM:<a@example.com> SIZE=1 SIZE=2 | 501 5.5.4
          MAIL FROM:<a@example.com> BODY=BINARYMIME | 501 5.5.4
          MAIL FROM:<a@example.com> HOLDFOR=10 | 555 5.5.4
          MAIL FROM:<a@example.com> ENVID=a+2  | 501 5.5.4
          MAIL FROM:<a@example.com> RET=ALL    | 501 5.5.4
          MAIL FROM:<ä@example.com>            | 553 5.6.7
          MAIL FROM:<> AUTH=<>                 | 250 2.1.0
          MAIL FROM:<> BODY=8bitmime RET=hdrs ENVID=x+2By AUTH=+3C+3E SMTPUTF8 | 250 2.1.0
          MAIL FROM: <a@example.com>           | 250 2.1.0
          mail from:<a@example.com> size=10    | 250 2.1.0
          """)
  void answersEachCommandWithItsCode(String command, String answer) throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      assertThat(client.say(command)).startsWith(answer);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NOTIFY=NEVER           | NOTIFY=SUCCESS       | [SUCCESS]
          NOTIFY=SUCCESS         | NOTIFY=FAILURE       | [FAILURE, SUCCESS]
          NOTIFY=SUCCESS         | NOTIFY=NEVER         | [SUCCESS]
          NOTIFY=NEVER           | NOTIFY=NEVER         | [NEVER]
          NOTIFY=NEVER           | ''                   | [DELAY, FAILURE]
          ''                     | NOTIFY=SUCCESS       | [DELAY, FAILURE, SUCCESS]
          ''                     | ''                   | []
          """)
  void whoIsNamedTwiceGetsOneMailAndTheNoticesThatBothAskFor(
      String first, String second, String asked) throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<a@example.com>");
      client.say("RCPT TO:<b@example.org> " + first);
      client.say("RCPT TO:<b@example.org> ORCPT=rfc822;one@example.org " + second);
      client.say("RCPT TO:<b@example.org> ORCPT=rfc822;two@example.org " + second);
      client.say("DATA");
      assertThat(client.say("x\r\n.")).startsWith("250");
    }
    SpoolRecipient only = relay.mailbag().only().arrival().recipients().get(0);
    assertThat(relay.mailbag().only().arrival().recipients()).hasSize(1);
    assertThat(new TreeSet<>(only.notifyOn().stream().map(Enum::name).toList())).hasToString(asked);
    assertThat(only.original()).contains("rfc822;one@example.org");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "refused",
      textBlock =
          """
          SMTPUTF8 | utf-8;ä@example.org        | utf-8;\\x{E4}@example.org
          SMTPUTF8 | UTF-8;\\x{E4}@example.org  | UTF-8;\\x{E4}@example.org
          SMTPUTF8 | utf-8;😀@example.org       | utf-8;\\x{1F600}@example.org
          SMTPUTF8 | rfc822;ä@example.org       | refused
          SMTPUTF8 | utf-8;a=b@example.org      | refused
          ''       | utf-8;ä@example.org        | refused
          ''       | utf-8;\\x{E4}@example.org  | utf-8;\\x{E4}@example.org
          """)
  void anOriginalRecipientInUtf8IsKeptInAscii(String parameter, String original, String kept)
      throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<a@example.com> " + parameter);
      String reply = client.say("RCPT TO:<b@example.org> ORCPT=" + original);
      if (kept == null) {
        assertThat(reply).startsWith("501 5.5.4 ORCPT");
        return;
      }
      assertThat(reply).startsWith("250");
      client.say("DATA");
      client.say("x\r\n.");
    }
    assertThat(relay.mailbag().only().arrival().recipients().get(0).original()).contains(kept);
  }
}
