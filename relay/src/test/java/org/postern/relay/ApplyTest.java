package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other settings take the place of those in force, whole or not at all. */
class ApplyTest {

  private static final String X = "postern.relay.listener.x.";

  @TempDir private Path folder;

  private ListenerSettings settings(String... lines) throws IOException {
    return RunningListener.settings(folder, String.join("\n", lines));
  }

  private static String size(int port) throws IOException {
    try (RawClient client = RawClient.to(port)) {
      client.reply();
      return client.say("EHLO me").lines().filter(l -> l.contains("SIZE")).findFirst().orElse("");
    }
  }

  @Test
  void anAddressThatStaysIsKeptAndItsNextClientHasTheNewRules() throws Exception {
    try (RunningListener relay = RunningListener.with(folder, "postern.relay.max_size=1k");
        RawClient idle = RawClient.ready(relay);
        RawClient busy = RawClient.ready(relay).begun()) {
      int port = relay.port();
      relay
          .listener()
          .apply(settings("postern.relay.listen=127.0.0.1:0", "postern.relay.max_size=2k"));

      assertThat(relay.port()).isEqualTo(port);
      assertThat(size(port)).endsWith("2048");
      assertThat(idle.reply()).startsWith("421 4.3.2 The settings");
      assertThat(busy.say("x\r\n.")).startsWith("250");
      assertThat(busy.reply()).startsWith("421 4.3.2 The settings");
      assertThat(relay.listener().status().accepted()).isEqualTo(1);
    }
  }

  @Test
  void listenersComeAndGo() throws Exception {
    // an address that no other program listens at, whatever port the system gives it
    String ours = "127.83.12.7";
    try (RunningListener relay =
        RunningListener.with(folder, "postern.relay.listen=" + ours + ":0")) {
      int gone = relay.port();
      new Socket(ours, gone).close();
      relay
          .listener()
          .apply(settings("postern.relay.listen=none", X + "port=0", X + "address=127.0.0.2"));

      assertThat(relay.listener().addresses()).hasSize(1);
      assertThat(relay.listener().addresses().get(0).getAddress().getHostAddress())
          .isEqualTo("127.0.0.2");
      assertThatThrownBy(() -> new Socket(ours, gone)).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void whereAnAddressCannotBeHadAllStaysAsItWas() throws Exception {
    try (RunningListener relay = RunningListener.with(folder, "postern.relay.max_size=1k");
        ServerSocket taken = new ServerSocket(0)) {
      ListenerSettings impossible =
          settings(
              "postern.relay.listen=none",
              "postern.relay.max_size=2k",
              "postern.relay.listener.a.port=0",
              X + "port=" + taken.getLocalPort());

      assertThatThrownBy(() -> relay.listener().apply(impossible))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(X + "address: cannot listen on");
      assertThat(relay.listener().addresses()).hasSize(1);
      assertThat(size(relay.port())).endsWith("1024");
    }
  }

  @Test
  void oneAddressCanTakeThePlaceOfAnotherOfTheSamePort() throws Exception {
    try (RunningListener relay = RunningListener.with(folder)) {
      int port = relay.port();
      relay
          .listener()
          .apply(
              settings(
                  "postern.relay.listen=none",
                  X + "address=*",
                  X + "port=" + port,
                  X + "allow=127.0.0.0/8"));

      assertThat(relay.listener().addresses())
          .extracting(a -> a.getPort())
          .isEqualTo(List.of(port));
      assertThat(size(port)).contains("SIZE");
    }
  }
}
