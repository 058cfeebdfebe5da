package org.postern.core.internal.smtp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;
import org.postern.core.spi.AuthRefusal;

/**
 * MAIL, RCPT, DATA and the message (RFC 5321 section 3.3), pipelined where the server offers it
 * (RFC 2920). The connection is fit for another mail only where this ends in step. One use.
 */
final class Transaction {

  private final SmtpConnection connection;
  private final Wire wire;
  private final Route route;
  private final Parameters parameters;
  private final Dialogue dialogue;
  private final Results results;
  private final boolean usedBefore;

  private final Map<MailAddress, SmtpReply> answers = new LinkedHashMap<>();
  private Optional<SmtpReply> reset = Optional.empty();
  private Optional<SmtpReply> mail = Optional.empty();
  private Optional<SmtpReply> data = Optional.empty();
  private boolean anyAccepted;
  private boolean enough;

  Transaction(
      SmtpConnection connection, Parameters parameters, boolean pipelining, Results results) {
    this.connection = connection;
    this.wire = connection.wire();
    this.route = connection.route();
    this.parameters = parameters;
    this.dialogue = new Dialogue(wire, pipelining);
    this.results = results;
    this.usedBefore = connection.used();
  }

  /**
   * Sends to these; afterwards only those have no result that the server had too many of, and at
   * least one has one.
   *
   * @throws SmtpFault before the server has taken any recipient: the result of all
   * @throws TryAgain when another connection is needed for those
   */
  void run(List<MailAddress> recipients) throws SmtpFault, TryAgain {
    Optional<SmtpFault> ended = speak(recipients);
    judgeMail(ended);
    List<MailAddress> accepted = judgeRecipients();
    if (ended.isPresent()) {
      throw ended.get();
    }
    if (accepted.isEmpty()) {
      // 354 without a recipient: nothing may be sent, and only closing gets us out of it
      if (inStep() && data.map(SmtpReply::code).orElse(0) != 354) {
        connection.settled(true);
      }
      return;
    }
    try {
      SmtpReply last = transfer(data.orElseThrow());
      boolean dsn = parameters.offered().dsn();
      accepted.forEach(recipient -> results.answered(recipient, Stage.FINAL_DOT, last, dsn));
    } catch (SmtpFault fault) {
      accepted.forEach(recipient -> results.set(recipient, fault));
    }
  }

  /** The message itself; the server's answer to its final dot. */
  private SmtpReply transfer(SmtpReply go) throws SmtpFault {
    if (go.code() != 354) {
      if (go.code() >= 400 && go.code() != 503) {
        connection.settled(true);
      }
      throw SmtpFault.refused(Stage.DATA, go, route);
    }
    SmtpReply last = new MessageSender(wire, route).send(parameters.body(), parameters.eightBit());
    if (!last.intermediate() && last.code() != 421 && inStep()) {
      connection.settled(false);
    }
    return last;
  }

  /** All commands up to DATA; what ended the dialogue before its end, if anything. */
  private Optional<SmtpFault> speak(List<MailAddress> recipients) {
    TimeLimit limit = route.limits().command();
    List<Dialogue.Line> lines = new ArrayList<>(recipients.size() + 3);
    if (connection.needsReset()) {
      lines.add(
          new Dialogue.Line(
              "RSET", limit, Stage.MAIL, () -> true, reply -> reset = Optional.of(reply)));
    }
    connection.begin();
    lines.add(
        new Dialogue.Line(
            parameters.mail(), limit, Stage.MAIL, () -> true, reply -> mail = Optional.of(reply)));
    for (MailAddress recipient : recipients) {
      lines.add(
          new Dialogue.Line(
              parameters.rcpt(recipient),
              limit,
              Stage.RCPT,
              () -> mailNotRefused() && !enough,
              reply -> answered(recipient, reply)));
    }
    lines.add(
        new Dialogue.Line(
            "DATA",
            route.limits().data(),
            Stage.DATA,
            () -> mailNotRefused() && someoneWants(recipients),
            reply -> data = Optional.of(reply)));
    return dialogue.speak(lines, route);
  }

  private void answered(MailAddress recipient, SmtpReply reply) {
    answers.put(recipient, reply);
    anyAccepted |= reply.positive();
    enough |= anyAccepted && ReplyRules.tooManyRecipients(reply);
  }

  // 3yz to RCPT: who knows what the server thinks we are saying
  private boolean inStep() {
    return answers.values().stream().noneMatch(SmtpReply::intermediate);
  }

  private boolean mailNotRefused() {
    return mail.map(SmtpReply::positive).orElse(true);
  }

  private boolean someoneWants(List<MailAddress> recipients) {
    return anyAccepted || answers.size() < recipients.size();
  }

  private void judgeMail(Optional<SmtpFault> ended) throws SmtpFault, TryAgain {
    if (reset.isPresent() && !reset.get().positive()) {
      throw stale(SmtpFault.refused(Stage.MAIL, reset.get(), route, Verdict.RETRY));
    }
    if (mail.isEmpty() || mail.get().code() == 421) {
      throw stale(ended.orElseThrow());
    }
    SmtpReply reply = mail.get();
    if (reply.positive()) {
      return;
    }
    boolean waiting = data.map(SmtpReply::intermediate).orElse(false);
    if (ended.isEmpty() && !waiting && !reply.intermediate()) {
      connection.settled(true);
    }
    SmtpFault fault = SmtpFault.refused(Stage.MAIL, reply, route);
    throwIfAnotherWayIsLeft(reply, fault);
    throw fault;
  }

  /** The fault itself, unless the connection was used before: then that was the reason. */
  private SmtpFault stale(SmtpFault fault) throws TryAgain {
    if (usedBefore) {
      throw new TryAgain(TryAgain.Reason.STALE, fault);
    }
    return fault;
  }

  private void throwIfAnotherWayIsLeft(SmtpReply reply, SmtpFault fault) throws TryAgain {
    if (reply.code() == 503) {
      connection.close();
      throw new TryAgain(TryAgain.Reason.OUT_OF_STEP, fault);
    }
    if (reply.code() == 555) {
      throw new TryAgain(TryAgain.Reason.PARAMETERS_REFUSED, fault);
    }
    if (reply.code() == 530 && connection.isLoggedIn()) {
      connection.close();
      throw new TryAgain(
          TryAgain.Reason.LOGIN_ENDED,
          fault,
          Optional.of(new AuthRefusal(Stage.MAIL, reply, Optional.empty())));
    }
  }

  /** Notes the refused recipients; those accepted. Those that were too many stay without result. */
  private List<MailAddress> judgeRecipients() throws TryAgain {
    List<MailAddress> accepted =
        answers.entrySet().stream()
            .filter(answer -> answer.getValue().positive())
            .map(Map.Entry::getKey)
            .toList();
    for (Map.Entry<MailAddress, SmtpReply> answer : answers.entrySet()) {
      SmtpReply reply = answer.getValue();
      if (reply.code() == 555 && accepted.isEmpty()) {
        connection.close();
        throw new TryAgain(
            TryAgain.Reason.PARAMETERS_REFUSED, SmtpFault.refused(Stage.RCPT, reply, route));
      }
      boolean tooMany = !accepted.isEmpty() && ReplyRules.tooManyRecipients(reply);
      if (!reply.positive() && !tooMany) {
        results.answered(answer.getKey(), Stage.RCPT, reply, false);
      }
    }
    return accepted;
  }
}
