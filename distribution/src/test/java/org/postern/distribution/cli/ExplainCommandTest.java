package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

  @TempDir Path home;
  private Shell shell;

  @BeforeEach
  void start() {
    shell = new Shell(home);
  }

  @Test
  void aReplyIsExplainedWithRemedySourceAndDate() {
    Shell.Run run =
        shell.run(
            "explain",
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.");
    assertThat(run.code()).isZero();
    assertThat(run.unwrapped())
        .startsWith("m365.smtp-auth-disabled")
        .contains("Set-CASMailbox", "For: mail administrator", "(2026-11-01)");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void aLineOfOurOwnLogIsExplainedByTheStageThatItNames() {
    String line =
        "2026-11-23T10:00:00Z WARN mail.example.com:587, at STARTTLS: the server said 502 no";
    assertThat(shell.run("explain", line).out()).startsWith("starttls.refused");
    assertThat(shell.run("explain", "502 no").code()).isEqualTo(1);
  }

  @Test
  void whatIsNotKnownIsSaidSoWithTheGeneralMeaning() {
    Shell.Run run = shell.run("explain", "550 5.6.99 zwoelf");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.unwrapped())
        .contains("not in the catalogue", "Refused for good", "the form of the message");
  }

  @Test
  void theProviderChoosesBetweenRows() {
    assertThat(shell.run("explain", "--provider", "google", "535 5.7.3 no").out())
        .startsWith("auth.credentials-refused");
    assertThat(shell.run("explain", "--provider", "microsoft365", "535 5.7.3 no").out())
        .startsWith("m365.login-refused");
  }

  @Test
  void jsonListAndIdAreForScripts() {
    assertThat(shell.run("explain", "--json", "432 4.3.2 connections limit").out())
        .startsWith("{\"known\":true,\"id\":\"m365.too-many-connections\"")
        .contains("\"action\":\"SLOW_DOWN\"");
    assertThat(shell.run("explain", "--json", "hm").out()).contains("\"known\":false");
    assertThat(shell.run("explain", "--list").out()).contains("tls.expired  ");
    assertThat(shell.run("explain", "--id", "tls.expired").out()).startsWith("tls.expired");
    assertThat(shell.run("explain", "--list", "--json").out()).startsWith("[{\"known\":true");
    Shell.Run near = shell.run("explain", "--id", "tls.expird");
    assertThat(near.code()).isEqualTo(2);
    assertThat(near.err()).contains("did you mean tls.expired?");
    assertThat(shell.run("explain").code()).isEqualTo(2);
  }

  @Test
  void thePageOfDiagnosesIsWhatTheCatalogueSays() throws IOException {
    assertThat(shell.run("explain", "--reference").out())
        .as("docs/diagnoses.md is old: bin/postern explain --reference > docs/diagnoses.md")
        .isEqualTo(Files.readString(Path.of("../docs/diagnoses.md")));
  }
}
