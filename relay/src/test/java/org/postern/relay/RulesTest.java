package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.relay.internal.listen.Network;

/** Each listener keeps to its own rules. */
class RulesTest {

  @TempDir private Path folder;

  @Test
  void whoIsNotAllowedIsToldAndLetGo() throws Exception {
    try (RunningListener relay =
            RunningListener.with(
                folder,
                "postern.relay.listen=none",
                "postern.relay.listener.x.port=0",
                "postern.relay.listener.x.allow=127.0.0.2");
        RawClient stranger = RawClient.connected(relay);
        RawClient friend = RawClient.connected(relay, "127.0.0.2")) {
      assertThat(stranger.reply()).startsWith("554 5.7.1");
      assertThat(stranger.reply()).isEqualTo("EOF");
      assertThat(friend.reply()).startsWith("220");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 192.0.2.1, false"
  })
  void anAddressIsOfANetworkOrNot(String network, String address, boolean of) throws Exception {
    assertThat(Network.parse(network).orElseThrow().contains(InetAddress.getByName(address)))
        .isEqualTo(of);
  }

  @Test
  void onlyTheNamedSendersMayBeUsed() throws Exception {
    try (RunningListener relay =
            RunningListener.with(
                folder,
                "postern.relay.listen=none",
                "postern.relay.listener.x.port=0",
                "postern.relay.listener.x.senders=app@example.com, @example.org, Example.edu");
        RawClient client = RawClient.ready(relay)) {
      for (String good : new String[] {"APP@example.com", "x@Example.org", "y@example.EDU", ""}) {
        assertThat(client.say("MAIL FROM:<" + good + ">")).startsWith("250");
        client.say("RSET");
      }
      for (String bad : new String[] {"a@example.com", "x@sub.example.org", "app@example.net"}) {
        assertThat(client.say("MAIL FROM:<" + bad + ">"))
            .startsWith("550 5.7.1")
            .contains("postern.relay.listener.x.senders");
      }
    }
  }

  @Test
  void listenersWithRulesOfTheirOwnStandSideBySide() throws Exception {
    try (RunningListener relay =
        RunningListener.with(
            folder,
            "postern.relay.listener.small.port=0",
            "postern.relay.listener.small.max_size=1k",
            "postern.relay.listener.small.rewrite_sender=envelope",
            "postern.relay.listener.small.sender=small@example.org",
            "postern.relay.max_size=2k")) {
      assertThat(relay.listener().addresses()).hasSize(2);
      try (RawClient client = RawClient.ready(relay)) {
        assertThat(client.say("EHLO me")).contains("SIZE 2048");
        client.mail("x");
      }
      try (RawClient client = RawClient.to(relay.listener().addresses().get(1).getPort())) {
        client.reply();
        assertThat(client.say("EHLO me")).contains("SIZE 1024");
        client.mail("x");
      }
      assertThat(relay.mailbag().mails())
          .extracting(mail -> mail.arrival().sender().orElseThrow().toString())
          .containsExactly("a@example.com", "small@example.org");
    }
  }
}
