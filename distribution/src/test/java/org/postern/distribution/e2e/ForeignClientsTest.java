package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Mail of programs that are not ours comes in as they send it, and leaves by OAuth. */
@NeedsLab
@Tag("same-on-every-jdk")
class ForeignClientsTest {

  private static final Pattern DELIVERED_TO = Pattern.compile("(?m)^Delivered-To: (.*)$");
  private static final String UTF8 = "gr\u00fc\u00dfe@lab.test";

  @TempDir private static Path folder;
  private static ForeignSite site;

  @TempDir private Path mails;

  @BeforeAll
  static void start() throws Exception {
    site = ForeignSite.start(folder);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  static Stream<Arguments> waysIn() {
    return Arrays.stream(ForeignClient.values())
        .flatMap(client -> Stream.of("", "PLAIN", "LOGIN").map(way -> Arguments.of(client, way)));
  }

  @ParameterizedTest
  @MethodSource("waysIn")
  void aMailComesInWithoutTlsAndByBothLoginsAsItWasSent(ForeignClient client, String login)
      throws Exception {
    Letter letter = Letter.text(mails);

    ok(client.send(site.by(login), letter));

    byte[] arrived = Lab.shared().inbox().await(letter.marker());
    assertThat(Inbox.utf8(arrived))
        .contains("Subject: Gr\u00fc\u00dfe " + letter.marker())
        .contains(login.isEmpty() ? "with ESMTP id" : "with ESMTPSA id")
        .contains("Authenticated sender: " + Lab.USER);
    assertThat(Letter.digest(arrived)).isEqualTo(letter.digest());
  }

  @ParameterizedTest
  @EnumSource(ForeignClient.class)
  void aLargeAttachmentArrivesByteByByte(ForeignClient client) throws Exception {
    Letter letter = Letter.attachment(mails, Letter.LARGE);

    ok(client.send(site.by("PLAIN"), letter));

    byte[] arrived = Lab.shared().inbox().take(letter.marker());
    assertThat(Letter.digest(arrived)).isEqualTo(letter.digest());
  }

  @ParameterizedTest
  @EnumSource(ForeignClient.class)
  void eachOfTwoHundredRecipientsGetsTheMail(ForeignClient client) throws Exception {
    Letter letter = Letter.text(mails).toMany(200);

    ok(client.send(site.by(""), letter));

    assertThat(recipients(letter.marker(), 200)).containsExactlyInAnyOrderElementsOf(letter.to());
  }

  /** msmtp knows no SMTPUTF8. */
  @ParameterizedTest
  @EnumSource(value = ForeignClient.class, mode = EnumSource.Mode.EXCLUDE, names = "MSMTP")
  void anAddressInUtf8IsReached(ForeignClient client) throws Exception {
    Letter letter = Letter.text(mails).to(List.of(UTF8));

    ok(client.send(site.by(""), letter));

    assertThat(Inbox.utf8(Lab.shared().inbox().await(letter.marker())))
        .contains("Delivered-To: " + UTF8, "with UTF8SMTP id");
  }

  @ParameterizedTest
  @EnumSource(ForeignClient.class)
  void aSenderThatIsNotAllowedIsToldSoByTheClient(ForeignClient client) throws Exception {
    refused(
        client.send(site.strict(), Letter.text(mails).from("erp@elsewhere.test")),
        client.shown(ForeignSite.UNKNOWN_SENDER));
  }

  @ParameterizedTest
  @EnumSource(ForeignClient.class)
  void aMailThatIsTooLargeIsRefusedInWordsThatReachThePerson(ForeignClient client)
      throws Exception {
    refused(
        client.send(site.strict(), Letter.attachment(mails, 200_000)),
        client.shown(ForeignSite.TOO_LARGE));
  }

  @Test
  void whatSmtpSourceSendsInFiveSessionsAtOnceArrives() throws Exception {
    Letter letter = Letter.text(mails);

    ok(smtpSource(letter, site.by(""), "-s", "5", "-m", "40"));

    Lab.shared().inbox().awaitAll(letter.marker(), 40);
  }

  @Test
  void eachOfTwoHundredRecipientsOfSmtpSourceGetsTheMail() throws Exception {
    Letter letter = Letter.text(mails);

    ok(smtpSource(letter, site.by(""), "-r", "200"));

    assertThat(recipients(letter.marker(), 200)).doesNotHaveDuplicates();
  }

  @Test
  void smtpSourceTellsWhatIsRefused() throws Exception {
    Letter letter = Letter.text(mails);

    refused(
        smtpSource(letter.from("erp@elsewhere.test"), site.strict()), ForeignSite.UNKNOWN_SENDER);
    refused(smtpSource(letter, site.strict(), "-l", "200000"), ForeignSite.TOO_LARGE);
  }

  private static ForeignClient.Said smtpSource(
      Letter letter, ForeignSite.Door door, String... options) throws Exception {
    Stream<String> fixed =
        Stream.of("/usr/sbin/smtp-source", "-S", letter.marker(), "-f", letter.from());
    Stream<String> last = Stream.of("-t", "inbox@lab.test", "127.0.0.1:" + door.port());
    return ForeignClient.run(
        Stream.of(fixed, Arrays.stream(options), last).flatMap(part -> part).toList(),
        letter.file());
  }

  private static List<String> recipients(String marker, int count) {
    return Lab.shared().inbox().awaitAll(marker, count).stream()
        .map(Inbox::text)
        .map(DELIVERED_TO::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .toList();
  }

  private static void ok(ForeignClient.Said said) {
    assertThat(said.exit()).as(said.output()).isZero();
  }

  private static void refused(ForeignClient.Said said, String reply) {
    assertThat(said.exit()).as(said.output()).isNotZero();
    assertThat(said.output()).contains(reply);
  }
}
