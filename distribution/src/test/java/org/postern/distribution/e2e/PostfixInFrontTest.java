package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Postfix whose relayhost is Postern, which delivers by OAuth. */
@NeedsLab
@Tag("same-on-every-jdk")
class PostfixInFrontTest {

  @TempDir private static Path folder;
  private static ForeignSite site;
  private static PostfixInFront postfix;

  @TempDir private Path mails;

  @BeforeAll
  static void start() throws Exception {
    site = ForeignSite.start(folder);
    postfix = PostfixInFront.of(site);
  }

  @AfterAll
  static void stop() throws Exception {
    try {
      postfix.close();
    } finally {
      site.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "plain, UTF8SMTP",
    "tls, UTF8SMTPS",
    "auth-plain, UTF8SMTPSA",
    "auth-login, UTF8SMTPSA"
  })
  void aMailIsHandedOnWithAndWithoutTlsAndLogin(String way, String protocol) throws Exception {
    Letter letter = Letter.text(mails).from(way + "@lab.test");

    handedIn(letter);

    byte[] arrived = Lab.shared().inbox().await(letter.marker());
    assertThat(Inbox.utf8(arrived)).contains("(Postern) with " + protocol + " id");
    assertThat(Letter.digest(arrived)).isEqualTo(letter.digest());
  }

  @Test
  void aLargeAttachmentArrivesByteByByte() throws Exception {
    Letter letter = Letter.attachment(mails, Letter.LARGE).from("auth-plain@lab.test");

    handedIn(letter);

    assertThat(Letter.digest(Lab.shared().inbox().take(letter.marker())))
        .isEqualTo(letter.digest());
  }

  @Test
  void eachOfTwoHundredRecipientsGetsTheMail() throws Exception {
    Letter letter = Letter.text(mails).from("plain@lab.test").toMany(200);

    handedIn(letter);

    Pattern to = Pattern.compile("(?m)^Delivered-To: (.*)$");
    assertThat(Lab.shared().inbox().awaitAll(letter.marker(), 200))
        .map(mail -> to.matcher(Inbox.text(mail)).results().findFirst().orElseThrow().group(1))
        .containsExactlyInAnyOrderElementsOf(letter.to());
  }

  @Test
  void whatIsRefusedComesBackToItsSenderWithOurReply() throws Exception {
    Letter unknown = Letter.text(mails).from("erp@elsewhere.test");
    Letter large = Letter.attachment(mails, 200_000).from("strict@lab.test");

    handedIn(unknown);
    handedIn(large);

    assertThat(bounce(unknown)).contains(ForeignSite.UNKNOWN_SENDER);
    // it reads our SIZE, and does not even try
    assertThat(bounce(large)).contains("exceeds size limit 102400 of server");
  }

  private void handedIn(Letter letter) throws Exception {
    ForeignClient.Said said = postfix.sendmail(letter);
    assertThat(said.exit()).as(said.output()).isZero();
  }

  private static String bounce(Letter letter) {
    return Inbox.text(Lab.shared().inbox().await(letter.marker())).replaceAll("\\s+", " ");
  }
}
