package org.postern.distribution.sendmail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.distribution.cli.Conf;
import org.postern.distribution.cli.Shell;
import org.postern.distribution.cli.SpoolOfTest;
import org.postern.spool.Queue.Entry;
import org.postern.spool.Queue.Filter;
import org.postern.spool.Spool;

/** Users of this host, who have no address beyond it. */
class LocalNamesTest {

  private static final String IS =
      "mksis.logging.email.server.hostname=localhost\nmksis.logging.email.from=app@example.com\n";
  private static final String LOCAL =
      "postern.sendmail.local_recipients=admin@example.com, ops@example.com\n";

  @TempDir Path home;
  private String said = "";

  @BeforeEach
  void settings() {
    Conf.files(home.resolve("conf"), IS + LOCAL, "");
  }

  @Test
  void mailOfCronReachesTheAdministrator() throws IOException {
    String mail =
        "From: root (Cron Daemon)\nTo: root\nSubject: Cron <root@host> /usr/bin/backup\n\nfailed\n";

    assertThat(sendmail(mail, "-FCronDaemon", "-i", "-odi", "-oem", "-oi", "-t", "-f", "root"))
        .as(said)
        .isZero();

    assertThat(recipients()).containsExactly("admin@example.com", "ops@example.com");
    assertThat(only().sender().orElseThrow()).hasToString("app@example.com");
    assertThat(text()).contains("\r\nFrom: \"root (Cron Daemon)\" <app@example.com>\r\n");
    assertThat(text()).doesNotContain("From: root");
  }

  @Test
  void argumentsMayNameThemBesideOthers() throws IOException {
    assertThat(sendmail("Subject: S\n\nText\n", "root", "Post <postmaster>, b@example.org"))
        .isZero();
    assertThat(recipients())
        .containsExactly("admin@example.com", "ops@example.com", "b@example.org");
  }

  @ParameterizedTest
  @CsvSource({"-t", "root"})
  void withoutTheSettingTheyAreNobodyAndTheSettingIsNamed(String how) {
    Conf.files(home.resolve("conf"), IS, "");
    assertThat(sendmail("To: root\n\nText\n", how)).isEqualTo(67);
    assertThat(said).contains("root is a user of this host", "postern.sendmail.local_recipients=");
  }

  @Test
  void asTheSenderOneIsTheAccountAndItsName() throws IOException {
    assertThat(sendmail("Subject: S\n\nText\n", "-f", "www-data", "b@example.org")).isZero();
    assertThat(only().sender().orElseThrow()).hasToString("app@example.com");
    assertThat(text()).contains("From: \"www-data\" <app@example.com>");
  }

  @Test
  void anAuthorWithAnAddressStays() throws IOException {
    assertThat(sendmail("From: shop@example.com\n\nText\n", "-f", "www-data", "b@example.org"))
        .isZero();
    assertThat(only().sender().orElseThrow()).hasToString("app@example.com");
    assertThat(text()).contains("\r\nFrom: shop@example.com\r\n").doesNotContain("Reply-To");
  }

  @Test
  void whereTheRelayRewritesTheAuthorIsKeptInReplyTo() throws IOException {
    Conf.files(home.resolve("conf"), IS + LOCAL + "postern.relay.rewrite_sender=account\n", "");
    assertThat(sendmail("From: Shop <shop@example.com>\n\nText\n", "-f", "www-data", "root"))
        .isZero();
    assertThat(text())
        .contains("From: Shop <app@example.com>\r\nReply-To: Shop <shop@example.com>");
  }

  @Test
  void aSenderThatIsAnAddressIsTheAddressOfAnAuthorWithoutOne() throws IOException {
    String mail =
        "From root Mon Nov 30 12:00:00 2026\nFrom: =?UTF-8?Q?K=C3=B6ln?= <root>\n\nText\n";
    assertThat(sendmail(mail, "-f", "a@example.com", "b@example.org")).isZero();
    assertThat(text()).contains("\r\nFrom: =?UTF-8?Q?K=C3=B6ln?= <a@example.com>\r\n\r\nText");
  }

  @Test
  void textThatLooksLikeAHeaderStays() throws IOException {
    assertThat(sendmail("some words\nFrom: root\n\nText\n", "b@example.org")).isZero();
    assertThat(text()).endsWith("\r\n\r\nsome words\r\nFrom: root\r\n\r\nText\r\n");
  }

  private int sendmail(String input, String... arguments) {
    Shell.Run run = new Shell(home).input(input).sendmail(arguments);
    said = run.all();
    return run.code();
  }

  private Entry only() {
    try (Spool spool = open()) {
      List<Entry> all = spool.queue().list(Filter.ALL, Optional.empty(), 10);
      assertThat(all).as(said).hasSize(1);
      return all.get(0);
    }
  }

  private List<String> recipients() {
    return only().recipients().stream().map(line -> line.address().toString()).toList();
  }

  private String text() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Entry only = only();
    try (Spool spool = open()) {
      spool.queue().body(only.id()).orElseThrow().writeTo(text);
    }
    return text.toString(UTF_8);
  }

  private Spool open() {
    return new SpoolOfTest(home.resolve("conf")).open();
  }
}
