package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.Secret;
import org.postern.testkit.LogLines;

/** What is let pass of devices that never read RFC 5321, and what is not. */
class OldDevicesTest {

  private static final String DEVICES = "postern.relay.listener.devices.";
  private static final String ACCOUNT = "postern.mail.from=account@example.org";

  @TempDir private Path folder;

  private RunningListener devices(String... rules) {
    String[] lines = new String[rules.length + 2];
    lines[0] = "postern.relay.listen=none";
    lines[1] = DEVICES + "port=0";
    for (int i = 0; i < rules.length; i++) {
      lines[i + 2] = rules[i].replace("~", DEVICES);
    }
    return RunningListener.with(folder, lines);
  }

  @ParameterizedTest
  @ValueSource(strings = {"account", "envelope"})
  void aSenderWithoutDomainIsTakenWhereItIsRewrittenAnyway(String rewrite) throws Exception {
    try (RunningListener relay = devices("~rewrite_sender=" + rewrite, ACCOUNT);
        RawClient client = RawClient.ready(relay);
        LogLines log = LogLines.of("org.postern.relay.internal.listen.Transaction")) {
      assertThat(client.say("MAIL FROM:<scanner>")).startsWith("250");
      client.say("RCPT TO:<b@example.com>");
      client.say("DATA");
      assertThat(client.say("From: scanner\r\nSubject: x\r\n\r\nx\r\n.")).startsWith("250");

      Mailbag.Taken mail = relay.mailbag().only();
      assertThat(mail.arrival().sender()).hasToString("Optional[account@example.org]");
      assertThat(mail.header()).doesNotContain("Reply-To");
      assertThat(log.text()).contains("from=<scanner> to=<b@example.com>");
    }
  }

  @Test
  void aWholeAddressInItsHeaderIsWhereAnswersGo() throws Exception {
    try (RunningListener relay = devices("~rewrite_sender=account", ACCOUNT);
        RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<scanner>");
      client.say("RCPT TO:<b@example.com>");
      client.say("DATA");
      client.say("From: Scanner <scanner@example.com>\r\n\r\nx\r\n.");
      assertThat(relay.mailbag().only().header())
          .contains("From: Scanner <account@example.org>\r\n")
          .contains("Reply-To: Scanner <scanner@example.com>\r\n");
    }
  }

  @Test
  void aUserWithASenderOfItsOwnNeedsNoDomainEither() throws Exception {
    try (RunningListener relay =
            devices(
                "~auth=optional",
                "postern.relay.rewrite_sender=envelope",
                ACCOUNT,
                "postern.relay.sender.erp=erp@example.org");
        RawClient client = RawClient.ready(relay)) {
      relay.users().put("erp", Secret.of("secret"));
      client.say("AUTH PLAIN " + RawClient.base64("\0erp\0secret"));
      client.say("MAIL FROM:<root>");
      client.say("RCPT TO:<b@example.com>");
      client.say("DATA");
      client.say("x\r\n.");
      assertThat(relay.mailbag().only().arrival().sender())
          .hasToString("Optional[erp@example.org]");
    }
  }

  @Test
  void elsewhereItIsRefusedWithTheRemedy() throws Exception {
    try (RunningListener relay = devices();
        RawClient client = RawClient.ready(relay)) {
      assertThat(client.say("MAIL FROM:<scanner>"))
          .isEqualTo(
              "501 5.1.7 Sender scanner has no domain; write scanner@example.com, or let the relay"
                  + " put its account there: postern.relay.listener.devices.rewrite_sender=account");
    }
  }

  @Test
  void whereTheSendersAreListedANameIsNoneOfThem() throws Exception {
    try (RunningListener relay =
            devices("~rewrite_sender=account", ACCOUNT, "~senders=@example.com");
        RawClient client = RawClient.ready(relay)) {
      assertThat(client.say("MAIL FROM:<scanner>")).startsWith("550 5.7.1");
      assertThat(client.say("MAIL FROM:<scanner@example.com>")).startsWith("250");
    }
  }

  @Test
  void aBlankAfterTheColonIsReadOver() throws Exception {
    try (RunningListener relay = devices();
        RawClient client = RawClient.ready(relay)) {
      assertThat(client.say("MAIL FROM: <a@example.com> BODY=7BIT")).startsWith("250");
      assertThat(client.say("RCPT TO: <b@example.com>")).startsWith("250");
    }
  }

  @Test
  void anAddressWithoutBracketsIsTakenOnlyWhereTheSettingSaysSo() throws Exception {
    try (RunningListener relay = devices();
        RawClient client = RawClient.ready(relay)) {
      assertThat(client.say("MAIL FROM:a@example.com")).startsWith("501 5.5.4");
      assertThat(client.say("MAIL FROM: a@example.com")).startsWith("501 5.5.4");
    }
    try (RunningListener relay = devices("~bare_addresses=true");
        RawClient client = RawClient.ready(relay)) {
      assertThat(client.say("MAIL FROM:a@example.com SIZE=5")).startsWith("250");
      assertThat(client.say("RCPT TO: b@example.com NOTIFY=NEVER")).startsWith("250");
      assertThat(client.say("RCPT TO:<c@example.com>")).startsWith("250");
      client.say("DATA");
      client.say("x\r\n.");
      assertThat(relay.mailbag().only().arrival().sender()).hasToString("Optional[a@example.com]");
      assertThat(relay.mailbag().only().arrival().recipients())
          .extracting(recipient -> recipient.address().toString())
          .containsExactly("b@example.com", "c@example.com");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "b@example.com>",
        "<b@example.com",
        "\"b c\"@example.com",
        "\"b\"@example.com",
        "b@example.com,c@example.com",
        "b@example.com c@example.com",
        "b@example.com <c@example.com>",
        "Bob <b@example.com>"
      })
  void withoutBracketsAnAddressIsOneWordOrRefused(String address) throws Exception {
    try (RunningListener relay = devices("~bare_addresses=true");
        RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<a@example.com>");
      assertThat(client.say("RCPT TO:" + address)).matches("5\\d\\d .*");
    }
  }

  @Test
  void mailToPostmasterGoesWhereTheSettingSays() throws Exception {
    try (RunningListener relay = devices("postern.relay.postmaster=admin@example.com");
        RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<>");
      assertThat(client.say("RCPT TO:<PostMaster>")).startsWith("250");
      client.say("DATA");
      client.say("x\r\n.");
      assertThat(relay.mailbag().only().arrival().recipients())
          .singleElement()
          .extracting(recipient -> recipient.address().toString())
          .isEqualTo("admin@example.com");
    }
  }

  @Test
  void mailToPostmasterIsRefusedWithTheSettingWhereThereIsNobody() throws Exception {
    try (RunningListener relay = devices();
        RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<a@example.com>");
      assertThat(client.say("RCPT TO:<postmaster>"))
          .startsWith("550 5.1.1")
          .contains("postern.relay.postmaster");
      assertThat(client.say("RCPT TO:<hostmaster>")).startsWith("501 5.1.3");
    }
  }
}
