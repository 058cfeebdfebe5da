package org.postern.core.internal.smtp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.core.diagnosis.Evidence;
import org.postern.core.examination.Finding;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;
import org.postern.core.spi.Credentials;

/**
 * Tries a token under other user names than its own: of a shared mailbox, Microsoft's pages name
 * its address as user name, and others had success with the delegate's alone. One thread.
 */
final class OtherUsers {

  private static final Set<String> SAYS_NOTHING = Set.of("5.7.3", "5.7.8", "5.7.0");

  private final Approach approach;
  private final Credentials.BearerToken token;
  private final Optional<Survey.Trial> trial;
  private final List<String> users;

  private OtherUsers(
      Approach approach,
      Credentials.BearerToken token,
      Optional<Survey.Trial> trial,
      List<String> users) {
    this.approach = approach;
    this.token = token;
    this.trial = trial;
    this.users = users;
  }

  /**
   * For these credentials; no other users for all but a token.
   *
   * @param possible user names that the strategy knows of
   */
  static Optional<OtherUsers> of(
      Approach approach,
      Credentials credentials,
      Optional<Survey.Trial> trial,
      Set<String> possible) {
    if (!(credentials instanceof Credentials.BearerToken token)) {
      return Optional.empty();
    }
    Set<String> all = new LinkedHashSet<>(possible);
    trial.flatMap(mail -> mail.envelope().sender()).map(MailAddress::toString).ifPresent(all::add);
    all.removeIf(token.user()::equalsIgnoreCase);
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(new OtherUsers(approach, token, trial, List.copyOf(all)));
  }

  /** That another name works, which explains a refusal better than its own words. */
  Optional<Finding> anotherWorks(SmtpFault refusal) {
    return users.stream()
        .filter(user -> tried(user).isEmpty())
        .findFirst()
        .map(user -> wrongName(user).with(List.of(refusal.explanation())));
  }

  /** That none works, where the refusal itself says nothing more. */
  Optional<Finding> noneWorks(SmtpFault refusal) {
    boolean says =
        refusal
            .reply()
            .flatMap(SmtpReply::status)
            .map(Object::toString)
            .filter(status -> !SAYS_NOTHING.contains(status))
            .isPresent();
    String seen =
        "neither "
            + token.user()
            + " nor "
            + String.join(", ", users)
            + " as user name was accepted";
    return says
        ? Optional.empty()
        : Optional.of(
            Finding.fault(
                "auth",
                Notes.name(Stage.AUTH),
                seen + ": " + refusal.explanation(),
                Evidence.said(Stage.AUTH, seen)));
  }

  /** Which of them work: {@code , the user name shared@example.com works too}. */
  String forms() {
    List<String> forms = new ArrayList<>();
    for (String user : users) {
      String how =
          tried(user)
              .map(fault -> " does not (" + Notes.evidence(fault).text() + ")")
              .orElse(" works too");
      forms.add("the user name " + user + how);
    }
    return String.join(", ", forms);
  }

  private Finding wrongName(String works) {
    String seen =
        "the token is of "
            + works
            + ", not of "
            + token.user()
            + ": the same token logs in as "
            + works
            + "; set mksis.logging.email.from="
            + works
            + ", and the sender by postern.mail.from";
    return Finding.fault("auth", Notes.name(Stage.AUTH), seen, Evidence.said("claims", seen));
  }

  /** What is in the way of the same token under another name. */
  private Optional<SmtpFault> tried(String user) {
    try {
      SmtpConnection connection = approach.unnoted();
      try {
        Opener.logIn(
            connection,
            new Credentials.BearerToken(
                user, token.token(), token.validUntil(), token.mechanisms()));
        if (trial.isPresent()) {
          new EnvelopeTrial(connection, trial.get().envelope(), trial.get().body()).sender();
        }
        return Optional.empty();
      } finally {
        connection.quit();
      }
    } catch (SmtpFault refused) {
      return Optional.of(refused);
    }
  }
}
