package org.postern.distribution.sendmail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.smtp.MailAddress;
import org.postern.distribution.cli.Conf;
import org.postern.distribution.cli.Shell;
import org.postern.distribution.cli.SpoolOfTest;
import org.postern.spool.Queue.Entry;
import org.postern.spool.Queue.Filter;
import org.postern.spool.Spool;

class SendmailTest {

  private static final String MAIL = "Subject: S\n\nText\n";

  @TempDir Path home;
  private String said = "";

  @BeforeEach
  void settings() {
    Conf.files(
        home.resolve("conf"),
        "mksis.logging.email.server.hostname=localhost\npostern.mail.from=app@example.com\n",
        "");
  }

  @Test
  void aMailIsInTheSpoolWhenItReturns() {
    assertThat(sendmail(MAIL, "-f", "a@example.com", "b@example.org", "c@example.org")).isZero();

    Stored mail = onlyMail();
    assertThat(mail.sender()).contains("a@example.com");
    assertThat(mail.recipients()).containsExactly("b@example.org", "c@example.org");
    assertThat(mail.text()).contains("From: <a@example.com>\r\n", "Date: ", "Message-ID: <");
    assertThat(mail.text()).endsWith("Subject: S\r\n\r\nText\r\n");
  }

  @Test
  void theAccountIsTheSenderWhereNobodyIsNamed() {
    assertThat(sendmail(MAIL, "b@example.org")).isZero();
    assertThat(onlyMail().sender()).contains("app@example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<>", ""})
  void theNullSenderIsTaken(String none) {
    assertThat(sendmail(MAIL, "-f", none, "b@example.org")).isZero();
    assertThat(onlyMail().sender()).isEmpty();
  }

  @Test
  void recipientsComeFromTheHeaderAndNobodySeesBcc() {
    String mail =
        "To: B <b@example.org>,\n c@example.org\nBcc: d@example.org\nSubject: S\n\nText\n";

    assertThat(sendmail(mail, "-t")).isZero();

    assertThat(onlyMail().recipients())
        .containsExactly("b@example.org", "c@example.org", "d@example.org");
    assertThat(onlyMail().text()).contains("To: B <b@example.org>").doesNotContain("d@example.org");
  }

  @Test
  void theFullNameStandsWhereThereIsNoFrom() {
    assertThat(sendmail(MAIL, "-F", "Ops \"Night\" Shift", "b@example.org")).isZero();
    assertThat(onlyMail().text()).contains("From: \"Ops \\\"Night\\\" Shift\" <app@example.com>");
  }

  @Test
  void theFullNameMayBeInAnyLanguageAndAFromThatIsThereStays() {
    assertThat(sendmail(MAIL, "-FGrüße", "b@example.org")).isZero();
    assertThat(onlyMail().text()).contains("From: =?UTF-8?B?R3LDvMOfZQ==?= <app@example.com>");

    assertThat(sendmail("From: x@example.com\n" + MAIL, "-FOther", "c@example.org")).isZero();
    assertThat(mails().get(1).text()).contains("From: x@example.com").doesNotContain("Other");
  }

  @ParameterizedTest
  @CsvSource({"-i,true", "-oi,true", "-o i,true", "-ti,true", "-oem,false", "-e m,false"})
  void aLoneDotEndsTheMailUnlessItIsToldOtherwise(String option, boolean whole) {
    String to = "To: b@example.org\n";
    String[] given = (option.startsWith("-t") ? option : option + " b@example.org").split(" ");

    assertThat(sendmail(to + "Subject: S\n\none\n.\ntwo\n", given)).isZero();

    assertThat(onlyMail().text()).endsWith(whole ? "one\r\n.\r\ntwo\r\n" : "one\r\n");
  }

  @Test
  void linesOfAnyKindLeaveAsSmtpWantsThem() {
    assertThat(sendmail("Subject: S\r\n\r\na\rb\nc", "-i", "b@example.org")).isZero();
    assertThat(onlyMail().text()).endsWith("\r\n\r\na\r\nb\r\nc\r\n");
  }

  @Test
  void textThatLooksLikeSmtpStaysText() {
    String trap =
        "Subject: S\n\nx\n.\nQUIT\nMAIL FROM:<evil@example.com>\nRCPT TO:<v@example.org>\n";

    assertThat(sendmail(trap, "-i", "b@example.org")).isZero();

    assertThat(onlyMail().recipients()).containsExactly("b@example.org");
    assertThat(onlyMail().text())
        .endsWith("QUIT\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<v@example.org>\r\n");
  }

  @Test
  void optionsWithoutMeaningHereAreTaken() {
    assertThat(
            sendmail(
                MAIL,
                "-oem",
                "-odb",
                "-B",
                "8BITMIME",
                "-G",
                "-h3",
                "-L",
                "tag",
                "-O",
                "A=b",
                "-v",
                "-q",
                "--",
                "b@example.org"))
        .as(said)
        .isZero();
    assertThat(onlyMail().recipients()).containsExactly("b@example.org");
  }

  @Test
  void deliveryNotificationsAreAskedFor() {
    assertThat(sendmail(MAIL, "-N", "success,failure", "-R", "hdrs", "-V", "E1", "b@example.org"))
        .as(said)
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "-Z b@example.org, 64",
    "-bz b@example.org, 64",
    "-f, 64",
    "-i, 64",
    "--nonsense b@example.org, 64",
    // what nobody may say is wrong use, and no refusal of the relay
    "-N sometimes b@example.org, 64",
    "-R all b@example.org, 64",
    "-V a+b b@example.org, 64",
    "-t, 65",
    "root, 67",
    "b@example.org root, 67",
    "a<b@example.org>c, 67",
    "'-f a@b@c b@example.org', 67",
    "'-f a@example.com,c@example.com b@example.org', 67"
  })
  void wrongUseHasTheExitCodesOfSysexits(String arguments, int code) {
    assertThat(sendmail(MAIL, arguments.split(" "))).as(said).isEqualTo(code);
    assertThat(said).startsWith("sendmail: ");
    assertThat(mails()).isEmpty();
  }

  @Test
  void brokenSettingsAreExitCode78() {
    Conf.files(home.resolve("conf"), "postern.spool.keep_free_mb=lots\n", "");
    assertThat(sendmail(MAIL, "b@example.org")).isEqualTo(78);
    assertThat(said).contains("postern.spool.keep_free_mb");
  }

  @Test
  void aFolderOfSettingsThatIsNotThereIsNamed() {
    Path absent = home.resolve("absent");
    assertThat(sendmail(MAIL, "-C", absent.toString(), "b@example.org")).isEqualTo(78);
    assertThat(said).contains("the folder of the settings, " + absent + ", does not exist", "-C");
  }

  @Test
  void aSpoolThatCannotBeUsedIsToBeTriedAgain() throws IOException {
    Files.writeString(home.resolve("conf/spool"), "no folder");
    assertThat(sendmail(MAIL, "b@example.org")).isEqualTo(75);
  }

  @Test
  void aMailThatIsTooLargeIsRefusedAndNotKept() {
    Conf.files(
        home.resolve("conf"),
        "mksis.logging.email.server.hostname=localhost\npostern.mail.from=app@example.com\n"
            + "postern.relay.max_size=1k\n",
        "");
    assertThat(sendmail(MAIL + "x".repeat(80).concat("\n").repeat(30), "b@example.org"))
        .isEqualTo(69);
    assertThat(mails()).isEmpty();
  }

  @Test
  void minusBsSpeaksSmtp() {
    assertThat(
            sendmail(
                "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"
                    + "Subject: S\r\n\r\n..dot\r\n.\r\nQUIT\r\n",
                "-bs"))
        .isZero();
    assertThat(said).startsWith("220 ").contains("\r\n250 2.6.0 ").contains("\r\n221 ");
    assertThat(onlyMail().text()).endsWith("\r\n\r\n.dot\r\n");
  }

  @Test
  void minusBsTakesLinesAsAPersonTypesThem() {
    String typed =
        "EHLO me\nMAIL FROM:<a@example.com>\nRCPT TO:<b@example.org>\nDATA\n"
            + "Subject: S\n\nBDAT 5 LAST\n..dot\n.\nQUIT\n";
    assertThat(sendmail(typed, "-bs")).as(said).isZero();
    assertThat(onlyMail().text()).endsWith("\r\n\r\nBDAT 5 LAST\r\n.dot\r\n");
  }

  @Test
  void minusBsRefusesABareLineFeedOfAProgramThatEndsItsCommandsAsSmtpHasIt() {
    String smuggled =
        "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"
            + "Subject: S\r\n\r\nx\n.\nMAIL FROM:<c@example.com>\r\n.\r\nQUIT\r\n";
    assertThat(sendmail(smuggled, "-bs")).isEqualTo(69);
    assertThat(said).contains("550 5.5.2");
    assertThat(mails()).isEmpty();
  }

  /** Its bytes are counted: were they made more, the rest would be taken for commands. */
  @Test
  void minusBsRefusesBdatOfWhoeverEndsLinesWithALineFeedAlone() {
    String typed =
        "EHLO me\nMAIL FROM:<a@example.com>\nRCPT TO:<b@example.org>\nBDAT 5 LAST\nx\ny\nz\nQUIT\n";
    assertThat(sendmail(typed, "-bs")).isEqualTo(69);
    assertThat(mails()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'EHLO me,MAIL FROM:<bad>,QUIT', 69",
    "'EHLO me,MAIL FROM:<a@example.com>,RCPT TO:<bad>,QUIT', 69",
    "'EHLO me,MAIL FROM:<a@example.com>,RSET,QUIT', 0",
    "'QUIT', 0"
  })
  void minusBsTellsByItsExitCodeThatNoMailWasTaken(String session, int code) {
    assertThat(sendmail(session.replace(",", "\r\n") + "\r\n", "-bs")).as(said).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-q", "-q30m", "-I", "-bi"})
  void whatAsksForNoMailDoesNothing(String option) {
    assertThat(sendmail(MAIL, option)).isZero();
    assertThat(said).isEmpty();
    assertThat(mails()).isEmpty();
  }

  @Test
  void aNameMayStandBesideAnAddress() {
    assertThat(
            sendmail(
                MAIL, "-f", "Foo <a@example.com>", "\"Foo, B\" <b@example.org>, c@example.org"))
        .as(said)
        .isZero();
    assertThat(onlyMail().sender()).contains("a@example.com");
    assertThat(onlyMail().recipients()).containsExactly("b@example.org", "c@example.org");
  }

  @Test
  void aMailThatIsSentAnewGoesToWhomTheResentFieldsName() {
    assertThat(sendmail("To: b@example.org\nResent-To: c@example.org\n" + MAIL, "-t")).isZero();
    assertThat(onlyMail().recipients()).containsExactly("c@example.org");
  }

  @Test
  void bytesThatMailCannotCarryAreAFaultOfTheMailNotOfARecipient() {
    assertThat(sendmail(MAIL + "\0", "b@example.org")).isEqualTo(65);
    assertThat(said).contains("NUL");
  }

  @Test
  void whoCalledStandsInTheQueueAndInReceived() {
    sendmail(MAIL, "b@example.org");
    String user = System.getProperty("user.name");
    assertThat(onlyMail().origin()).startsWith("sendmail ").endsWith("user=" + user);
    assertThat(onlyMail().text())
        .startsWith("Received: from localhost (" + onlyMail().origin() + ")\r\n");
  }

  @Test
  void minusBpShowsTheQueue() {
    sendmail(MAIL, "b@example.org");
    assertThat(sendmail("", "-bp")).isZero();
    assertThat(said).contains("b@example.org", "waiting");
  }

  private int sendmail(String input, String... arguments) {
    Shell.Run run = new Shell(home).input(input).sendmail(arguments);
    said = run.all();
    return run.code();
  }

  private record Stored(
      Optional<String> sender, List<String> recipients, String origin, String text) {}

  private Stored onlyMail() {
    assertThat(mails()).as(said).hasSize(1);
    return mails().get(0);
  }

  private List<Stored> mails() {
    try (Spool spool = new SpoolOfTest(home.resolve("conf")).open()) {
      return spool.queue().list(Filter.ALL, Optional.empty(), 10).stream()
          .map(entry -> stored(spool, entry))
          .toList();
    }
  }

  private static Stored stored(Spool spool, Entry entry) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      spool.queue().body(entry.id()).orElseThrow().writeTo(text);
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
    return new Stored(
        entry.sender().map(MailAddress::toString),
        entry.recipients().stream().map(line -> line.address().toString()).toList(),
        entry.origin(),
        text.toString(UTF_8));
  }
}
