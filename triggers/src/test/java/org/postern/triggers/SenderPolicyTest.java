package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.AuthScheme;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingKey;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;
import org.postern.triggers.run.LogLine;
import org.postern.triggers.run.SenderPolicy;
import org.postern.triggers.run.TriggerLimits;

/** What becomes of a sender that is not the user that is logged in, and of refused mail. */
class SenderPolicyTest {

  private static final String HINT = "set postern.trigger.sender=rewrite";

  private static final String SEND =
      "importPackage(Packages.javax.mail); importPackage(Packages.javax.mail.internet);"
          + "var m = new MimeMessage(Session.getInstance(new java.util.Properties()));"
          + "m.setFrom(new InternetAddress('pat@example.org', 'P\u00e4t'));"
          + "m.setHeader('Sender', 'pat@example.org'); m.setText('x');"
          + "m.setRecipients(Message.RecipientType.TO, 'a@example.org, b@example.org');";

  @TempDir Path folder;
  private final List<OutboundMessage> outbox = new ArrayList<>();

  private TriggerResult run(
      String scheme,
      SenderPolicy policy,
      Function<MailAddress, RecipientResult> server,
      String... lines) {
    MailSettings settings =
        MailSettings.builder(List.of(new Scheme("open"), new Scheme("login")))
            .set(CoreKeys.HOST, "mail.example.com")
            .set(CoreKeys.SCHEME, scheme)
            .set(CoreKeys.USER, "rvs@example.com")
            .build();
    Runs runs = new Runs(folder);
    return TriggerRunner.builder(
            settings,
            mail -> {
              outbox.add(mail);
              return new DeliveryResult(
                  mail.messageId(), mail.envelope().recipients().stream().map(server).toList());
            })
        .limits(TriggerLimits.USUAL.withSender(policy))
        .build()
        .run(runs.script(lines));
  }

  private static RecipientResult accepted(MailAddress to) {
    return new RecipientResult(
        to, Outcome.ACCEPTED, Action.NONE, Stage.FINAL_DOT, Optional.empty(), "kept");
  }

  private static RecipientResult refused(MailAddress to, Stage stage, int code, String text) {
    return new RecipientResult(
        to,
        code < 500 ? Outcome.DEFERRED : Outcome.REJECTED,
        code < 500 ? Action.RETRY : Action.BOUNCE,
        stage,
        Optional.of(new SmtpReply(code, List.of(text))),
        "the server said " + code + " " + text);
  }

  private String text() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    outbox.get(0).body().writeTo(out);
    return out.toString("UTF-8");
  }

  @Test
  void rewriteSendsAsTheUserWithTheOldNameAndTakesAnswersToTheOldSender() throws Exception {
    TriggerResult result =
        run("login", SenderPolicy.REWRITE, SenderPolicyTest::accepted, SEND, "Transport.send(m);");
    assertThat(result.fault()).isEmpty();
    assertThat(outbox.get(0).envelope().sender()).contains(MailAddress.parse("rvs@example.com"));
    assertThat(text())
        .containsPattern("(?m)^From: =\\?UTF-8\\?.*<rvs@example.com>$")
        .containsPattern("(?m)^Reply-To: =\\?UTF-8\\?.*<pat@example.org>$")
        .doesNotContain("Sender:");
    assertThat(result.log())
        .extracting(LogLine::text)
        .anyMatch(line -> line.startsWith("sender pat@example.org rewritten to rvs@example.com"));
  }

  @Test
  void refuseSendsNothingAndTheScriptIsToldWhy() {
    TriggerResult result =
        run(
            "login",
            SenderPolicy.REFUSE,
            SenderPolicyTest::accepted,
            SEND,
            "try { Transport.send(m); } catch (e) {",
            "  print(e.javaException instanceof MessagingException); print(e.message); }");
    assertThat(outbox).isEmpty();
    assertThat(Runs.printed(result)).startsWith("true\n").contains("pat@example.org", "keep");
  }

  @Test
  void theUserMayWriteItsAddressInAnyCaseAndWithoutASenderItIsTheSender() throws Exception {
    String any = SEND.replace("pat@example.org", "RVS@Example.COM");
    assertThat(
            run("login", SenderPolicy.REFUSE, SenderPolicyTest::accepted, any, "Transport.send(m)")
                .fault())
        .isEmpty();
    outbox.clear();
    String none = SEND.replaceAll("m\\.setFrom.*?;", "").replaceAll("m\\.setHeader.*?;", "");
    run("login", SenderPolicy.REFUSE, SenderPolicyTest::accepted, none, "Transport.send(m)");
    assertThat(text()).contains("From: rvs@example.com");
  }

  @Test
  void anOpenRelayKeepsEverySenderWhateverThePolicy() throws Exception {
    run("open", SenderPolicy.REFUSE, SenderPolicyTest::accepted, SEND, "Transport.send(m);");
    assertThat(text()).contains("<pat@example.org>");
  }

  @ParameterizedTest
  @CsvSource({
    "FINAL_DOT, 554, 5.2.252 SendAsDenied; rvs not allowed, true",
    "FINAL_DOT, 554, 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException, true",
    "FINAL_DOT, 550, 5.7.60 Client does not have permissions to send as this sender, true",
    "MAIL, 553, not owned by user rvs, true",
    "RCPT, 553, 5.7.1 Sender address rejected: not owned by user rvs, true",
    "RCPT, 550, 5.1.1 no such user, false",
    "RCPT, 451, 4.7.1 try later, false",
  })
  void aKeptSenderIsNamedAsAReasonOnlyWhereTheServerRefusedOne(
      Stage stage, int code, String text, boolean hinted) {
    TriggerResult result =
        run(
            "login",
            SenderPolicy.KEEP,
            to -> refused(to, stage, code, text),
            SEND,
            "try { Transport.send(m); } catch (e) {}");
    assertThat(result.log().stream().filter(line -> line.text().contains(HINT)).count())
        .isEqualTo(hinted ? 1 : 0);
    assertThat(result.log()).extracting(LogLine::text).anyMatch(line -> line.contains(text));
  }

  @Test
  void aRefusalTellsTheScriptWhichAddressesGotTheMail() {
    TriggerResult result =
        run(
            "login",
            SenderPolicy.KEEP,
            to ->
                to.toString().startsWith("a@")
                    ? accepted(to)
                    : refused(to, Stage.RCPT, 550, "5.1.1 no such user"),
            SEND,
            "try { Transport.send(m); } catch (e) { var j = e.javaException;",
            "print(j instanceof SendFailedException); print(j.getValidSentAddresses()[0]);",
            "print(j.getInvalidAddresses()[0]); print(j.getValidUnsentAddresses().length);",
            "print(j.getMessage()); }");
    assertThat(Runs.printed(result))
        .isEqualTo("true\na@example.org\nb@example.org\n0\nthe server said 550 5.1.1 no such user");
  }

  /** A scheme that is never used to log in. */
  private record Scheme(String scheme) implements AuthScheme {
    @Override
    public Set<SettingKey<?>> keys() {
      return Set.of();
    }
  }
}
