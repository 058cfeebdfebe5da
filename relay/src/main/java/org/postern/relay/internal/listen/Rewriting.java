package org.postern.relay.internal.listen;

import java.util.Map;
import java.util.Optional;
import org.postern.core.smtp.MailAddress;

/**
 * Under which sender mail leaves. The null reverse-path stays: a bounce that could be answered
 * would go in circles.
 *
 * @param header true where From of the header is rewritten too, its author kept in Reply-To
 * @param account the sender of everybody who is not in {@code users}; empty: who is not, keeps
 *     theirs
 * @param users senders of their own, by the name that was logged in with
 */
public record Rewriting(
    boolean header, Optional<MailAddress> account, Map<String, MailAddress> users) {

  /** Nothing is rewritten. */
  public static final Rewriting NONE = new Rewriting(false, Optional.empty(), Map.of());

  public Rewriting {
    users = Map.copyOf(users);
  }

  /** Who stands in the place of other senders; empty: nobody. */
  Optional<MailAddress> of(Optional<String> user) {
    return user.map(users::get).or(() -> account);
  }

  /** MAIL FROM as it leaves. */
  Optional<MailAddress> sender(Optional<MailAddress> given, Optional<String> user) {
    return given.isEmpty() ? given : of(user).or(() -> given);
  }

  /** What From has to be; empty: it stays. */
  Optional<MailAddress> author(Optional<String> user) {
    return header ? of(user) : Optional.empty();
  }
}
