package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.Provider;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.TestCa;

class ProvidersCommandTest {

  @TempDir Path home;
  private Shell shell;

  @BeforeEach
  void prepare() {
    shell = new Shell(home);
  }

  @Test
  void allProvidersAreListedWithinEightyColumns() {
    Shell.Run run = shell.run("providers");

    assertThat(run.code()).isZero();
    Provider.names().forEach(name -> assertThat(run.out()).contains(name));
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void oneProviderIsShownWithSourceAndDateOfEachFact() {
    Shell.Run run = shell.run("providers", "google");

    assertThat(run.out())
        .contains("mksis.logging.email.server.hostname=smtp.gmail.com", "mails a day: 500")
        .contains("developers.google.com", "2026-11");
    assertThat(shell.run("providers", "yahoo").out()).contains("(unverified, 2026-11)");
    assertThat(shell.run("providers", "google", "--json").out())
        .contains("\"provider\":\"google\"", "\"date\":\"2026-11\"");
  }

  @Test
  void anUnknownNameIsAnsweredByTheNearest() {
    Shell.Run run = shell.run("providers", "gogle");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("did you mean \"google\"?");
  }

  @Test
  void aMailLeavesByAProviderWhoseAddressesAreOverriddenInAsManyPartsAsItsLimitMakes()
      throws IOException {
    TestCa ca = TestCa.create();
    try (FakeTokenEndpoint tokens =
            FakeTokenEndpoint.builder().tls(ca.localhost()).client("app", "s-4711").start();
        FakeSmtpServer server =
            FakeSmtpServer.builder().startTls(ca.localhost()).tokens(tokens.tokens()).start()) {
      Path conf =
          Conf.write(
              home.resolve("conf"),
              server,
              "postern.provider=microsoft365",
              "postern.oauth.tenant=example.com",
              "postern.smtp.max_recipients=2",
              "mksis.smtp.oauth.authentication=true");
      Files.writeString(
          conf.resolve("security.properties"),
          "mksis.security.smtp.oauth.clientID=app\nmksis.security.smtp.oauth.clientSecret=s-4711\n"
              + "mksis.security.smtp.oauth.tokenEndpointURL="
              + tokens.uri()
              + "\n");
      shell.run("truststore", "import", Conf.pem(ca, home));

      Shell.Run settings = shell.run("settings");
      Shell.Run sent =
          shell.run("send", "--to", "a@example.org,b@example.org,c@example.org", "--text", "T");

      assertThat(settings.out())
          .contains(
              "mksis.security.smtp.oauth.scope=https://outlook.office365.com/.default"
                  + "  (provider microsoft365)");
      assertThat(sent.code()).as(sent.all()).isZero();
      assertThat(server.mails())
          .extracting(mail -> mail.recipientAddresses().size())
          .containsExactly(2, 1);
      assertThat(tokens.requests().get(0).form().get("scope"))
          .isEqualTo("https://outlook.office365.com/.default");
    }
  }
}
