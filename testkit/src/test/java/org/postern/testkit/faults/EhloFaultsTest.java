package org.postern.testkit.faults;

import static org.postern.core.smtp.Stage.AUTH;
import static org.postern.core.smtp.Stage.EHLO;
import static org.postern.core.smtp.Stage.STARTTLS;
import static org.postern.testkit.faults.Sessions.BY_STARTTLS;
import static org.postern.testkit.faults.Sessions.PASSWORD_SERVER;
import static org.postern.testkit.faults.Sessions.STARTTLS_SERVER;
import static org.postern.testkit.faults.Sessions.by;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.core.settings.CoreKeys;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.SmtpStep;

/** The failure matrix, section 3.2: EHLO. */
class EhloFaultsTest {

  static Stream<Row> ehlo() {
    UnaryOperator<Postman> soon = postman -> postman.soon(CoreKeys.COMMAND_TIMEOUT);
    return Stream.of(
        Row.when("EHLO: 502, no TLS or auth is required: HELO", refusing("502 5.5.1 no"))
            .isDelivered(),
        Row.when("EHLO: 500, no TLS or auth is required: HELO", refusing("500 5.5.2 what?"))
            .isDelivered(),
        Row.when("EHLO: 502, TLS is required", refusing("502 5.5.1 no"))
            .with(STARTTLS_SERVER)
            .sentBy(BY_STARTTLS)
            .isKept(EHLO, STARTTLS),
        Row.when(
                "EHLO: 500 after STARTTLS, auth is required",
                s -> s.at(SmtpStep.EHLO).overTls().reply("500 5.5.2 what?"))
            .with(PASSWORD_SERVER)
            .sentBy(by(Login.password()))
            .isKept(EHLO, AUTH),
        Row.when("EHLO: 421", s -> s.at(SmtpStep.EHLO).reply("421 4.3.2 no")).isRetried(EHLO),
        Row.when("EHLO: close", s -> s.at(SmtpStep.EHLO).close()).isRetried(EHLO),
        Row.when("EHLO: reset", s -> s.at(SmtpStep.EHLO).reset()).isRetried(EHLO),
        Row.when("EHLO: hang", s -> s.at(SmtpStep.EHLO).hang()).sentBy(soon).isRetried(EHLO),
        Row.when("EHLO: endless", s -> s.at(SmtpStep.EHLO).will(Reaction.endless("250-X\r\n")))
            .isRetried(EHLO),
        Row.when("EHLO: endless line", s -> s.at(SmtpStep.EHLO).will(Reaction.endless("250-XXXX")))
            .isRetried(EHLO),
        Row.when(
                "EHLO: 1 byte/s",
                s ->
                    s.at(SmtpStep.EHLO)
                        .will(Reaction.trickle("250-" + "X".repeat(900), Duration.ofMillis(50))))
            .sentBy(soon)
            .isRetried(EHLO));
  }

  private static Consumer<FakeSmtpServer> refusing(String reply) {
    return server -> server.at(SmtpStep.EHLO).reply(reply);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ehlo")
  void ehloThatFails(Row row) {
    row.play();
  }
}
