package org.postern.testkit;

import java.util.List;
import java.util.Optional;

/**
 * In which words a good server speaks, and what it refuses beyond the rules of SMTP. As it stands:
 * the words of no provider, and nothing refused. Thread safe.
 */
interface SmtpManners {

  default String greeting() {
    return "220 mail.test ESMTP ready";
  }

  default String hello() {
    return "250 mail.test greets you";
  }

  default String tooManyConnections() {
    return "432 4.3.2 Concurrent connections limit exceeded";
  }

  default String tooManyRecipients() {
    return "452 4.5.3 too many recipients";
  }

  default String loginAccepted() {
    return "235 2.7.0 welcome";
  }

  default List<String> loginRefused() {
    return List.of("535 5.7.8 credentials refused");
  }

  /** Why nobody may log in by this mechanism, however good the credentials. */
  default Optional<List<String>> loginForbidden(String mechanism) {
    return Optional.empty();
  }

  /** To MAIL without a login. */
  default String loginMissing() {
    return "530 5.7.0 Authentication required";
  }

  /** To MAIL once the token of the login has ended; empty: a login lasts as its connection does. */
  default Optional<String> loginEnded() {
    return Optional.empty();
  }

  /** Why MAIL is refused. */
  default Optional<String> mailRefused(String user) {
    return Optional.empty();
  }

  /** Why a complete message is refused. */
  default Optional<String> messageRefused(ReceivedMail mail) {
    return Optional.empty();
  }

  default String messageAccepted() {
    return "250 2.0.0 kept";
  }
}
