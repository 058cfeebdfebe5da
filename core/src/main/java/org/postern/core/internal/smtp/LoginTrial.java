package org.postern.core.internal.smtp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.core.diagnosis.Evidence;
import org.postern.core.examination.Finding;
import org.postern.core.examination.Mark;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;
import org.postern.core.spi.Credentials;

/** Logs in, says for whom a mail would be, and sees what the server allows. One thread. */
final class LoginTrial {

  private static final int MOST_CONNECTIONS = 10;

  private final Approach approach;
  private final Notes notes;
  private final Set<String> possibleUsers;

  /**
   * @param possibleUsers user names that the credentials may be good for beside their own
   */
  LoginTrial(Approach approach, Notes notes, Set<String> possibleUsers) {
    this.approach = approach;
    this.notes = notes;
    this.possibleUsers = possibleUsers;
  }

  void run(
      SmtpConnection connection,
      Credentials credentials,
      Optional<Survey.Trial> trial,
      int connections) {
    Optional<OtherUsers> others = OtherUsers.of(approach, credentials, trial, possibleUsers);
    if (!loggedIn(connection, credentials, others)) {
      notes.skipped(Stage.MAIL, "login failed");
      notes.skipped(Stage.RCPT, "login failed");
      return;
    }
    if (trial.isEmpty()) {
      String why = "nobody is the sender: set postern.mail.from";
      notes.skipped(Stage.MAIL, why);
      notes.skipped(Stage.RCPT, why);
    } else if (addressed(connection, others, trial.get())) {
      others.ifPresent(
          users ->
              notes.found(
                  Finding.good(
                      "auth", "shared mailbox", "the set user name works, " + users.forms())));
    }
    limits(connection, credentials, connections);
  }

  private boolean loggedIn(
      SmtpConnection connection, Credentials credentials, Optional<OtherUsers> others) {
    try {
      String how = Opener.logIn(connection, credentials);
      if (!(credentials instanceof Credentials.None)) {
        notes.good(Stage.AUTH, Notes.name(Stage.AUTH), how);
      }
      return true;
    } catch (SmtpFault fault) {
      notes.found(refusal(fault, others));
      if (fault.stage() != Stage.AUTH) {
        notes.skipped(Stage.AUTH, Notes.name(fault.stage()) + " failed");
      }
      return false;
    }
  }

  private Finding refusal(SmtpFault fault, Optional<OtherUsers> others) {
    String name = Notes.name(fault.stage());
    List<String> challenge =
        fault instanceof LoginRefused refused
            ? refused.refusal().challenge().map(c -> "the server's challenge: " + c).stream()
                .toList()
            : List.of();
    if (notes.tokenFault()) {
      return new Finding(
          Mark.NOT_LOOKED_AT,
          Evidence.stage(fault.stage()),
          name,
          "refused too, as the fault of the token lets expect: " + fault.explanation(),
          challenge,
          Optional.empty(),
          Optional.empty(),
          Duration.ZERO);
    }
    if (fault.reply().map(SmtpReply::permanentNegative).orElse(false)) {
      Optional<Finding> explained =
          others
              .flatMap(users -> users.anotherWorks(fault))
              .or(
                  () ->
                      notes
                          .suspicion()
                          .map(odd -> Finding.fault("auth", name, fault.explanation(), odd)))
              .or(() -> others.flatMap(users -> users.noneWorks(fault)));
      if (explained.isPresent()) {
        List<String> details = new ArrayList<>(explained.get().details());
        details.addAll(challenge);
        return explained.get().with(details);
      }
    }
    return Notes.finding(name, fault).with(challenge);
  }

  /** MAIL, RCPT and RSET; true where the server took all. */
  private boolean addressed(
      SmtpConnection connection, Optional<OtherUsers> others, Survey.Trial trial) {
    EnvelopeTrial dialogue = new EnvelopeTrial(connection, trial.envelope(), trial.body());
    String name = Notes.name(Stage.MAIL);
    try {
      SmtpReply sender = dialogue.sender();
      notes.good(
          Stage.MAIL, name, "MAIL FROM:" + EnvelopeTrial.sender(trial.envelope()) + ": " + sender);
    } catch (SmtpFault refused) {
      notes.found(
          Notes.finding(name, refused)
              .with(others.map(users -> "with this sender " + users.forms()).stream().toList()));
      notes.skipped(Stage.RCPT, "the sender is refused");
      return false;
    }
    boolean all = true;
    for (MailAddress recipient : trial.envelope().recipients()) {
      all &= accepted(dialogue, recipient);
    }
    try {
      dialogue.reset();
      return all;
    } catch (SmtpFault refused) {
      if (all) {
        notes.fault("reset", refused);
      }
      return false;
    }
  }

  private boolean accepted(EnvelopeTrial dialogue, MailAddress recipient) {
    try {
      SmtpReply reply = dialogue.recipient(recipient);
      notes.good(Stage.RCPT, Notes.name(Stage.RCPT), "RCPT TO:<" + recipient + ">: " + reply);
      return true;
    } catch (SmtpFault refused) {
      notes.fault(Notes.name(Stage.RCPT), refused);
      return false;
    }
  }

  /** The largest mail, and as many connections as a mailer would open. */
  private void limits(SmtpConnection first, Credentials credentials, int connections) {
    int wanted = Math.min(connections, MOST_CONNECTIONS);
    List<SmtpConnection> open = new ArrayList<>();
    int number = 1;
    try {
      while (number < wanted) {
        number++;
        SmtpConnection next = approach.unnoted();
        open.add(next);
        Opener.logIn(next, credentials);
      }
      notes.found(
          Finding.good(
              "mail",
              "limits",
              size(first.capabilities())
                  + "; "
                  + wanted
                  + (wanted == 1 ? " connection" : " connections at the same time")
                  + (wanted < connections ? " (not more were tried)" : "")));
    } catch (SmtpFault refused) {
      notes.found(
          Finding.fault(
              Evidence.stage(refused.stage()),
              "limits",
              "connection "
                  + number
                  + " of the "
                  + connections
                  + " that postern.pool.max_connections allows at the same time is refused: "
                  + refused.explanation(),
              Notes.evidence(refused)));
    } finally {
      open.forEach(SmtpConnection::quit);
    }
  }

  private static String size(Capabilities offered) {
    return offered.largestMessage().isPresent()
        ? "mails of up to " + offered.largestMessage().getAsLong() + " bytes"
        : "no limit of size is told";
  }
}
