package org.postern.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.RecipientResult;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.SmtpStep;
import org.postern.testkit.TestCa;

/** What a scheme knows of its own server's replies decides about the mail. */
class DiagnosesOfASchemeTest {

  private static final TestCa CA = TestCa.create();

  @Test
  void aReplyThatTheSchemeKnowsIsJudgedByItsRowAndAnyOtherByTheCatalogue() {
    AuthStrategies knock = AuthStrategies.of(new KnockProvider());
    try (FakeSmtpServer server =
            FakeSmtpServer.builder()
                .startTls(CA.localhost())
                .mechanism("X-KNOCK", dialogue -> Optional.of("visitor"))
                .start();
        Mailer mailer = Mailer.open(settings(knock, server), knock, CA.trustingContext())) {
      server.at(SmtpStep.AUTH).once().reply("535 5.7.8 the door is closed");
      assertThat(result(mailer))
          .returns(Optional.of("knock.door-closed"), RecipientResult::diagnosis)
          .returns(Action.HOLD, RecipientResult::action)
          .satisfies(held -> assertThat(held.explanation()).contains("`postern.knock.word` anew"));
      server.at(SmtpStep.AUTH).once().reply("535 5.7.8 no");
      assertThat(result(mailer).diagnosis()).contains("auth.credentials-refused");
      assertThat(result(mailer).diagnosis()).isEmpty();
    }
  }

  private static RecipientResult result(Mailer mailer) {
    OutboundMessage message =
        OutboundMessage.builder()
            .from("a@example.com")
            .to("b@example.org")
            .subject("S")
            .text("T")
            .build();
    return mailer.send(message).recipients().get(0);
  }

  private static MailSettings settings(AuthStrategies schemes, FakeSmtpServer server) {
    return MailSettings.builder(schemes.schemes())
        .set(CoreKeys.HOST, "localhost")
        .set(CoreKeys.PORT, server.port())
        .set(CoreKeys.SCHEME, "knock")
        .set(CoreKeys.TLS_MODE, TlsMode.STARTTLS)
        .set(KnockProvider.WORD, Secret.of("open-sesame-4711"))
        .build();
  }
}
