package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.Deadline;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Stage;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeSmtpServerBuilder;

/**
 * One row of the failure matrix for one mail to one recipient: how the server is, what it does, how
 * the mail is sent, and what must come of it.
 *
 * @param fault the row's own words
 */
record Row(
    String fault,
    UnaryOperator<FakeSmtpServerBuilder> server,
    Consumer<FakeSmtpServer> script,
    UnaryOperator<Postman> sender,
    Expected expected) {

  /** Longer than any machine stalls, and far from the limits that nothing should wait for. */
  private static final Duration ENOUGH = Duration.ofMinutes(1);

  /**
   * @param mails how many mails the server must have kept
   */
  record Expected(
      Outcome outcome, Set<Action> actions, Set<Stage> stages, int mails, String says) {}

  static Row when(String fault, Consumer<FakeSmtpServer> script) {
    return new Row(
        fault,
        builder -> builder,
        script,
        postman -> postman,
        new Expected(Outcome.ACCEPTED, Set.of(Action.NONE), Set.of(Stage.FINAL_DOT), 1, ""));
  }

  /** How the server is set up. */
  Row with(UnaryOperator<FakeSmtpServerBuilder> description) {
    return new Row(fault, description, script, sender, expected);
  }

  /** How the mail is sent. */
  Row sentBy(UnaryOperator<Postman> how) {
    return new Row(fault, server, script, how, expected);
  }

  /** S. */
  Row isDelivered() {
    return this;
  }

  /** R: kept and tried again by schedule; nothing was delivered. */
  Row isRetried(Stage... stages) {
    return comesTo(Outcome.DEFERRED, Set.of(Action.RETRY, Action.SLOW_DOWN), 0, stages);
  }

  /** R with fewer connections. */
  Row isSlowedDown(Stage... stages) {
    return comesTo(Outcome.DEFERRED, Set.of(Action.SLOW_DOWN), 0, stages);
  }

  /** R and alert: kept, never in clear text, never a bounce. */
  Row isKept(Stage... stages) {
    return comesTo(Outcome.DEFERRED, Set.of(Action.RETRY, Action.HOLD), 0, stages);
  }

  /** H. */
  Row isHeld(Stage... stages) {
    return comesTo(Outcome.DEFERRED, Set.of(Action.HOLD), 0, stages);
  }

  /** B. */
  Row isBounced(Stage... stages) {
    return comesTo(Outcome.REJECTED, Set.of(Action.BOUNCE), 0, stages);
  }

  /** D: perhaps stored. */
  Row isUnconfirmed(int mails) {
    return comesTo(Outcome.UNCONFIRMED, Set.of(Action.RETRY_MAY_DUPLICATE), mails, Stage.FINAL_DOT);
  }

  /** What the explanation must hold. */
  Row saying(String words) {
    return new Row(
        fault,
        server,
        script,
        sender,
        new Expected(expected.outcome, expected.actions, expected.stages, expected.mails, words));
  }

  private Row comesTo(Outcome outcome, Set<Action> actions, int mails, Stage... stages) {
    return new Row(
        fault, server, script, sender, new Expected(outcome, actions, Set.of(stages), mails, ""));
  }

  /** Plays the row on a server of its own. */
  void play() {
    try (FakeSmtpServer smtp = server.apply(FakeSmtpServer.builder()).start()) {
      script.accept(smtp);
      Deadline generous = Deadline.after(ENOUGH);
      RecipientResult result = sender.apply(Postman.to(smtp)).send();
      assertThat(generous.passed()).as("still bound by its limits").isFalse();

      assertThat(result.outcome()).as("%s", result).isEqualTo(expected.outcome);
      assertThat(result.action()).as("%s", result).isIn(expected.actions);
      assertThat(result.stage()).as("%s", result).isIn(expected.stages);
      assertThat(result.explanation()).isNotBlank().containsIgnoringCase(expected.says);
      assertThat(result.toString())
          .as("one line, no control characters, no secret")
          .matches("[^\\p{Cntrl}]*")
          .doesNotContain(Login.PASSWORD, Login.FRESH, Login.STALE);
      // a client that has given up may be ahead of its server
      await()
          .atMost(ENOUGH)
          .untilAsserted(
              () -> assertThat(smtp.unusedRules()).as("rules that never acted").isEmpty());
      assertThat(smtp.awaitIdle(ENOUGH)).as("the server is done").isTrue();
      assertThat(smtp.mails()).hasSize(expected.mails);
      smtp.requireNoViolations();
    }
  }

  @Override
  public String toString() {
    return fault;
  }
}
