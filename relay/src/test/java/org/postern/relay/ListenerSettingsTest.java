package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.SettingsException;
import org.postern.core.settings.SettingsProblem;
import org.postern.testkit.TestCa;

/** What the settings of the listeners allow, and how they say what is wrong. */
class ListenerSettingsTest {

  @TempDir private Path folder;

  private List<SettingsProblem> problems(String lines) {
    return catchThrowableOfType(
            SettingsException.class,
            () -> RunningListener.settings(folder, lines.replace("~", "postern.relay.listener.")))
        .problems();
  }

  @Test
  void listensOnThisHostAloneByDefault() throws Exception {
    assertThat(RunningListener.settings(folder, "").rules())
        .singleElement()
        .satisfies(
            rules ->
                assertThat(rules.addresses())
                    .allMatch(address -> address.getAddress().isLoopbackAddress())
                    .extracting(address -> address.getPort())
                    .containsExactly(2525, 2525));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "~x.address=*",
        "~x.address=0.0.0.0",
        "~x.address=::",
        "~x.address=192.0.2.1",
        "~x.address=*\n~x.auth=optional",
        "~x.address=*\n~x.allow=0.0.0.0/0",
        "~x.address=*\n~x.allow=192.0.2.0/24, ::/0\n~x.auth=optional",
        "~x.address=*\n~x.allow=0.0.0.0/1,128.0.0.0/1",
        "~x.address=*\n~x.allow=192.0.2.0/24 64.0.0.0/7",
        "~x.address=*\n~x.allow=2000::/3",
        "~x.address=*\n~x.allow=fc00::/6"
      })
  void anOpenRelayIsAnErrorAtTheStart(String lines) {
    assertThat(problems(lines))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.cause()).contains("open relay");
              assertThat(problem.remedy())
                  .contains("postern.relay.listener.x.allow", "postern.relay.listener.x.auth");
              assertThat(problem.line()).isPresent();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "~x.address=*\n~x.auth=required",
        "~x.address=*\n~x.allow=192.0.2.0/24 2001:db8::/32,198.51.100.7",
        "~x.address=*\n~x.allow=10.0.0.0/8 fd00::/8 fc00::/7 fe80::/10 2001::/16",
        "~x.address=127.0.0.1",
        "~x.address=[::1]\n~x.port=587"
      })
  void aListenerWithALoginOrAnAllowListIsNone(String lines) throws Exception {
    String text = lines.replace("~", "postern.relay.listener.");
    assertThat(RunningListener.settings(folder, text).rules()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postern.relay.listen=localhost:25      | postern.relay.listen | no address with a port
          postern.relay.listen=127.0.0.1         | postern.relay.listen | no address with a port
          postern.relay.listen=127.0.0.1:65536   | postern.relay.listen | no address with a port
          postern.relay.listen=0.0.0.0:2525      | postern.relay.listen | beyond this host
          postern.relay.listen=none              | postern.relay.listen | no other listener
          ~x=1                                   | ~x                   | no rule of a listener
          ~x.adress=127.0.0.1                    | ~x.adress            | no rule of a listener
          ~x.address=relay.example.com           | ~x.address           | no address in numbers
          ~x.port=0x19                           | ~x.port              | not a whole number
          ~x.tls=yes                             | ~x.tls               | none of none, starttls
          ~x.tls=starttls                        | ~x.tls               | needs a certificate
          ~x.auth=maybe                          | ~x.auth              | none of none, optional
          ~x.auth_without_tls=1                  | ~x.auth_without_tls  | neither true nor false
          ~x.allow=192.0.2.7/24                  | ~x.allow             | no network
          ~x.allow=192.0.2.0/33                  | ~x.allow             | no network
          ~x.allow=example.com                   | ~x.allow             | no network
          ~x.senders=app                         | ~x.senders           | neither an address nor a domain
          ~x.max_size=5                          | ~x.max_size          | not a size
          ~x.max_size=3g                         | ~x.max_size          | not a size
          ~x.sender=app                          | ~x.sender            | no @ after
          ~x.sender=app@example.com              | ~x.sender            | has no effect
          ~x.rewrite_sender=account              | ~x.rewrite_sender    | no address to rewrite to
          postern.relay.rewrite_sender=account   | postern.relay.rewrite_sender | no address to rewrite to
          """)
  void eachMistakeIsNamedWithItsLineAndARemedy(String line, String key, String cause) {
    List<SettingsProblem> found = problems(line);
    assertThat(found).isNotEmpty();
    assertThat(found.get(0).key()).isEqualTo(key.replace("~", "postern.relay.listener."));
    assertThat(found.get(0).cause()).contains(cause);
    assertThat(found.get(0).remedy()).isNotBlank();
    assertThat(found.get(0).line()).hasValue(3);
    assertThat(found.get(0).toString()).startsWith("is.properties:3 ");
  }

  @Test
  void allMistakesAreToldAtOnce() {
    assertThat(
            problems(
                "postern.relay.listen=0.0.0.0:25\n~a.address=*\n~b.port=x\n~b.tls=implicit\n~c.no=1"))
        .extracting(problem -> problem.key().replace("postern.relay.", ""))
        .containsExactlyInAnyOrder(
            "listen", "listener.a.address", "listener.b.port", "listener.b.tls", "listener.c.no");
  }

  @Test
  void mistakesOfListenersAreToldBesideValuesThatCannotBeRead() {
    assertThat(
            told(
                "postern.relay.timeout.idle=soon\n~a.address=*\n~a.port=\n~b.certificate=none\n"
                    + "~b.tls=implicit\n~b.auth=maybe\npostern.relay.sender.u=\n~c.sender=app\n"
                    + "postern.relay.sender.v=app\n~b.allow=a, b\n~b.senders=c"))
        .containsExactly(
            "3 timeout.idle",
            "4 listener.a.address",
            "5 listener.a.port",
            "6 listener.b.certificate",
            "8 listener.b.auth",
            "9 sender.u",
            "10 listener.c.sender",
            "11 sender.v",
            "12 listener.b.allow",
            "12 listener.b.allow",
            "13 listener.b.senders");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "~x.address=*\n~x.auth=",
        "~x.address=*\n~x.auth=maybe",
        "~x.address=*\n~x.allow=",
        "~x.address=*\n~x.allow=example.com",
        "~x.address=\npostern.relay.listen=none",
        "~x.adress=127.0.0.1\npostern.relay.listen=none",
        "~x.tls=starttls\n~x.certificate=",
        "~x.tls=starttls\n~x.certificate=C:\\users\\relay.pem",
        "~x.tls=starttls\npostern.relay.certificate=",
        "~x.tls=starttls\n~x.certificate=none\n~x.key=",
        "~x.sender=a@example.com\npostern.relay.rewrite_sender=acount",
        "~x.sender=a@example.com\n~x.rewrite_sender=",
        "~x.rewrite_sender=envelope\n~x.sender=",
        "~x.rewrite_sender=envelope\npostern.mail.from=",
        "postern.relay.rewrite_sender=envelope\npostern.relay.listen=\n~x.sender=a@example.com",
      })
  void oneMistakeIsToldAsOne(String lines) {
    assertThat(told(lines)).hasSize(1);
  }

  @Test
  void aListenerThatRewritesByItselfNeedsNoAccountOfTheOneThatIsNone() throws Exception {
    String text =
        "~x.sender=a@example.com\npostern.relay.rewrite_sender=envelope\npostern.relay.listen=none";
    assertThat(
            RunningListener.settings(folder, text.replace("~", "postern.relay.listener.")).rules())
        .singleElement()
        .satisfies(rules -> assertThat(rules.name()).isEqualTo("x"));
  }

  /** Line and key of all that is told of them, read from the file. */
  private List<String> told(String lines) {
    return catchThrowableOfType(
            SettingsException.class,
            () -> RunningListener.checked(folder, lines.replace("~", "postern.relay.listener.")))
        .problems()
        .stream()
        .map(p -> p.line().orElse(0) + " " + p.key().replace("postern.relay.", ""))
        .toList();
  }

  @Test
  void aCertificateThatCannotBeUsedIsNamedWithTheCause() throws Exception {
    TestCa ca = TestCa.create();
    ca.localhost().writeChainPem(folder.resolve("chain.pem"));
    ca.localhost().writeKeyPem(folder.resolve("other.key"));
    ca.issue("localhost").rsa().build().writeKeyPem(folder.resolve("rsa.key"));
    Files.writeString(folder.resolve("junk"), "junk");
    Files.writeString(
        folder.resolve("old.key"),
        "-----BEGIN RSA PRIVATE KEY-----\nAA==\n-----END RSA PRIVATE KEY-----");
    String use = "~x.tls=implicit\n~x.certificate=chain.pem\n~x.key=";

    assertThat(problems(use + "absent").get(0).toString()).contains("absent cannot be read");
    assertThat(problems(use + "rsa.key").get(0).toString()).contains("rsa.key is no EC key");
    assertThat(problems(use + "old.key").get(0).toString()).contains("openssl pkcs8 -topk8");
    assertThat(problems("~x.tls=implicit\n~x.certificate=junk").get(0).toString())
        .contains("junk is neither PEM nor a PKCS#12");
    assertThat(problems("~x.tls=implicit\n~x.certificate=other.key").get(0).toString())
        .contains("holds no certificate");
    assertThat(problems(use + "other.key").get(0).toString())
        .contains("other.key is not the key of the first certificate");
  }

  @Test
  void aPortThatIsTakenIsNamedWithItsSettingAndNothingListens() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String lines =
          "postern.relay.listen=127.0.0.1:0\npostern.relay.listener.x.port=" + taken.getLocalPort();
      ListenerSettings settings = RunningListener.settings(folder, lines);

      assertThatThrownBy(() -> SmtpListener.start(settings, new Mailbag()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("postern.relay.listener.x.address: cannot listen on [127.0.0.1]:");
    }
  }
}
