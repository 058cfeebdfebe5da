package org.postern.core.smtp;

import java.util.Optional;
import java.util.Set;

/**
 * What delivery status notifications a mail asks for (RFC 3461), the same for all recipients.
 * Immutable.
 *
 * @param notifyOn NOTIFY; empty for the server's default (failure and perhaps delay); NEVER stands
 *     alone
 * @param returned RET; empty for the server's default
 * @param envelopeId ENVID, 1 to 100 printable ASCII characters before xtext encoding
 */
public record DsnRequest(
    Set<Notify> notifyOn, Optional<Returned> returned, Optional<String> envelopeId) {

  /** Asks for nothing. */
  public static final DsnRequest NONE =
      new DsnRequest(Set.of(), Optional.empty(), Optional.empty());

  /** When a notification is wanted. */
  public enum Notify {
    NEVER,
    SUCCESS,
    FAILURE,
    DELAY
  }

  /** What of the message comes back with a failure. */
  public enum Returned {
    FULL,
    HDRS
  }

  public DsnRequest {
    notifyOn = Set.copyOf(notifyOn);
    if (notifyOn.contains(Notify.NEVER) && notifyOn.size() > 1) {
      throw new IllegalArgumentException("NOTIFY=NEVER stands alone (RFC 3461 section 4.1)");
    }
    envelopeId.ifPresent(
        id -> {
          if (id.isEmpty()
              || id.length() > 100
              || !id.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException(
                "ENVID must be 1 to 100 printable ASCII characters (RFC 3461 section 4.4)");
          }
        });
  }
}
