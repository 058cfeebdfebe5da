package org.postern.core.internal.smtp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.core.diagnosis.Evidence;
import org.postern.core.examination.Finding;
import org.postern.core.examination.Mark;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;
import org.postern.core.spi.Credentials;

/** Logs in, says for whom a mail would be, and sees what the server allows. One thread. */
final class LoginTrial {

  private static final int MOST_CONNECTIONS = 10;
  private static final Set<String> SAYS_NOTHING = Set.of("5.7.3", "5.7.8", "5.7.0");

  private final Approach approach;
  private final Notes notes;
  private final Set<String> otherUsers;

  /**
   * @param otherUsers user names that the credentials may be good for beside their own
   */
  LoginTrial(Approach approach, Notes notes, Set<String> otherUsers) {
    this.approach = approach;
    this.notes = notes;
    this.otherUsers = new LinkedHashSet<>(otherUsers);
  }

  void run(
      SmtpConnection connection,
      Credentials credentials,
      Optional<Survey.Trial> trial,
      int connections) {
    if (credentials instanceof Credentials.BearerToken) {
      trial
          .flatMap(mail -> mail.envelope().sender())
          .map(MailAddress::toString)
          .ifPresent(otherUsers::add);
    }
    if (!loggedIn(connection, credentials, trial)) {
      notes.skipped(Stage.MAIL, "login failed");
      notes.skipped(Stage.RCPT, "login failed");
      return;
    }
    if (trial.isEmpty()) {
      String why = "nobody is the sender: set postern.mail.from";
      notes.skipped(Stage.MAIL, why);
      notes.skipped(Stage.RCPT, why);
    } else if (addressed(connection, credentials, trial.get())) {
      others(credentials, trial);
    }
    limits(connection, credentials, connections);
  }

  private boolean loggedIn(
      SmtpConnection connection, Credentials credentials, Optional<Survey.Trial> trial) {
    try {
      logIn(connection, credentials)
          .ifPresent(how -> notes.good(Stage.AUTH, Notes.name(Stage.AUTH), how));
      return true;
    } catch (SmtpFault fault) {
      notes.found(refusal(fault, credentials, trial));
      return false;
    }
  }

  private static Optional<String> logIn(SmtpConnection connection, Credentials credentials)
      throws SmtpFault {
    if (!connection.knowsEhlo()) {
      Opener.helo(connection, credentials);
    }
    String how = new Login(connection).with(credentials);
    return credentials instanceof Credentials.None ? Optional.empty() : Optional.of(how);
  }

  private Finding refusal(SmtpFault fault, Credentials credentials, Optional<Survey.Trial> trial) {
    String name = Notes.name(Stage.AUTH);
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
    if (fault.reply().map(SmtpReply::permanentNegative).orElse(false)
        && credentials instanceof Credentials.BearerToken token) {
      Optional<String> works = firstThatWorks(token, trial);
      if (works.isPresent()) {
        String seen =
            "the token is of "
                + works.get()
                + ", not of "
                + token.user()
                + ": the same token logs in as "
                + works.get()
                + "; set mksis.logging.email.from="
                + works.get()
                + ", and the sender by postern.mail.from";
        return Finding.fault("auth", name, seen, Evidence.said("claims", seen))
            .with(List.of(fault.explanation()));
      }
      if (notes.suspicion().isPresent()) {
        return Finding.fault("auth", name, fault.explanation(), notes.suspicion().get())
            .with(challenge);
      }
      Optional<Finding> both = bothRefused(fault, token);
      if (both.isPresent()) {
        return both.get().with(challenge);
      }
    }
    return Notes.finding(name, fault).with(challenge);
  }

  /** A refusal that says nothing more, where a shared mailbox's name was tried as well. */
  private Optional<Finding> bothRefused(SmtpFault fault, Credentials.BearerToken token) {
    List<String> others =
        otherUsers.stream().filter(user -> !user.equalsIgnoreCase(token.user())).toList();
    boolean says =
        fault
            .reply()
            .flatMap(SmtpReply::status)
            .map(Object::toString)
            .filter(status -> !SAYS_NOTHING.contains(status))
            .isPresent();
    if (others.isEmpty() || says) {
      return Optional.empty();
    }
    String seen =
        "neither "
            + token.user()
            + " nor "
            + String.join(", ", others)
            + " as user name was accepted: "
            + fault.explanation();
    return Optional.of(Finding.fault("auth", Notes.name(Stage.AUTH), seen));
  }

  /** MAIL, RCPT and RSET; true where the server took all. */
  private boolean addressed(
      SmtpConnection connection, Credentials credentials, Survey.Trial trial) {
    EnvelopeTrial dialogue = new EnvelopeTrial(connection, trial.envelope(), trial.body());
    try {
      SmtpReply sender = dialogue.sender();
      notes.good(
          Stage.MAIL,
          Notes.name(Stage.MAIL),
          "MAIL FROM:" + EnvelopeTrial.sender(trial.envelope()) + ": " + sender);
    } catch (SmtpFault refused) {
      notes.found(
          Notes.finding(Notes.name(Stage.MAIL), refused).with(otherForms(credentials, trial)));
      notes.skipped(Stage.RCPT, "the sender is refused");
      return false;
    }
    boolean all = true;
    for (MailAddress recipient : trial.envelope().recipients()) {
      try {
        SmtpReply reply = dialogue.recipient(recipient);
        notes.good(Stage.RCPT, Notes.name(Stage.RCPT), "RCPT TO:<" + recipient + ">: " + reply);
      } catch (SmtpFault refused) {
        notes.fault(Notes.name(Stage.RCPT), refused);
        all = false;
      }
    }
    try {
      dialogue.reset();
    } catch (SmtpFault refused) {
      if (all) {
        notes.fault("reset", refused);
      }
      return false;
    }
    return all;
  }

  /** A shared mailbox: which of the documented forms of the user name work. */
  private void others(Credentials credentials, Optional<Survey.Trial> trial) {
    if (credentials instanceof Credentials.BearerToken token
        && otherUsers.stream().anyMatch(user -> !user.equalsIgnoreCase(token.user()))) {
      List<String> forms = forms(token, trial);
      notes.found(
          Finding.good(
              "auth",
              "shared mailbox",
              "the user name " + token.user() + " works" + String.join("", forms)));
    }
  }

  private List<String> otherForms(Credentials credentials, Survey.Trial trial) {
    return credentials instanceof Credentials.BearerToken token
        ? forms(token, Optional.of(trial)).stream().map(f -> "with this sender" + f).toList()
        : List.of();
  }

  private List<String> forms(Credentials.BearerToken token, Optional<Survey.Trial> trial) {
    List<String> forms = new ArrayList<>();
    for (String user : otherUsers) {
      if (!user.equalsIgnoreCase(token.user())) {
        Optional<SmtpFault> refused = tried(token, user, trial);
        forms.add(
            ", the user name "
                + user
                + refused
                    .map(fault -> " does not (" + Notes.evidence(fault).text() + ")")
                    .orElse(" works too"));
      }
    }
    return forms;
  }

  private Optional<String> firstThatWorks(
      Credentials.BearerToken token, Optional<Survey.Trial> trial) {
    return otherUsers.stream()
        .filter(user -> !user.equalsIgnoreCase(token.user()))
        .filter(user -> tried(token, user, trial).isEmpty())
        .findFirst();
  }

  /** What is in the way of the same token under another name. */
  private Optional<SmtpFault> tried(
      Credentials.BearerToken token, String user, Optional<Survey.Trial> trial) {
    try {
      SmtpConnection other = approach.unnoted();
      try {
        logIn(
            other,
            new Credentials.BearerToken(
                user, token.token(), token.validUntil(), token.mechanisms()));
        if (trial.isPresent()) {
          Envelope envelope = trial.get().envelope();
          new EnvelopeTrial(other, envelope, trial.get().body()).sender();
        }
        return Optional.empty();
      } finally {
        other.quit();
      }
    } catch (SmtpFault refused) {
      return Optional.of(refused);
    }
  }

  /** The largest mail, and as many connections as a mailer would open. */
  private void limits(SmtpConnection first, Credentials credentials, int connections) {
    String size =
        first.capabilities().largestMessage().isPresent()
            ? "mails of up to " + first.capabilities().largestMessage().getAsLong() + " bytes"
            : "no limit of size is told";
    int wanted = Math.min(connections, MOST_CONNECTIONS);
    List<SmtpConnection> open = new ArrayList<>();
    int number = 1;
    try {
      while (number < wanted) {
        number++;
        SmtpConnection next = approach.unnoted();
        open.add(next);
        logIn(next, credentials);
      }
      notes.found(
          Finding.good(
              "mail",
              "limits",
              size
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
}
