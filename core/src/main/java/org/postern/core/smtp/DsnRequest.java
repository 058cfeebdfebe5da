package org.postern.core.smtp;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What delivery status notifications a mail asks for (RFC 3461), the same for all recipients unless
 * one asks otherwise. Immutable.
 *
 * @param notifyOn NOTIFY; empty for the server's default (failure and perhaps delay); NEVER stands
 *     alone
 * @param returned RET; empty for the server's default
 * @param envelopeId ENVID, 1 to 100 printable ASCII characters before xtext encoding
 * @param byRecipient what recipients ask for in place of {@code notifyOn}; for a relay, which hands
 *     on what each of them came with
 */
public record DsnRequest(
    Set<Notify> notifyOn,
    Optional<Returned> returned,
    Optional<String> envelopeId,
    Map<MailAddress, OfRecipient> byRecipient) {

  private static final Pattern ORIGINAL =
      Pattern.compile("[A-Za-z0-9-]{1,40};[\\x21-\\x2a\\x2c-\\x3c\\x3e-\\x7e+]{1,500}");

  /** Asks for nothing. */
  public static final DsnRequest NONE =
      new DsnRequest(Set.of(), Optional.empty(), Optional.empty());

  /**
   * What one recipient asks for.
   *
   * @param notifyOn NOTIFY, as above
   * @param original ORCPT as it is sent: address type, semicolon, xtext; empty: the address itself
   *     where {@code notifyOn} asks for something, else none
   */
  public record OfRecipient(Set<Notify> notifyOn, Optional<String> original) {
    public OfRecipient {
      notifyOn = checked(notifyOn);
      original.ifPresent(
          text -> {
            if (!ORIGINAL.matcher(text).matches()) {
              throw new IllegalArgumentException(
                  "ORCPT must be an address type, a semicolon and xtext (RFC 3461 section 4.2)");
            }
          });
    }
  }

  /** A request that is the same for all recipients. */
  public DsnRequest(
      Set<Notify> notifyOn, Optional<Returned> returned, Optional<String> envelopeId) {
    this(notifyOn, returned, envelopeId, Map.of());
  }

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
    notifyOn = checked(notifyOn);
    byRecipient = Map.copyOf(byRecipient);
    envelopeId.ifPresent(
        id -> {
          if (id.isEmpty() || id.length() > 100 || !Visible.isPlain(id)) {
            throw new IllegalArgumentException(
                "ENVID must be 1 to 100 printable ASCII characters (RFC 3461 section 4.4)");
          }
        });
  }

  /** What this recipient asks for. */
  public OfRecipient of(MailAddress recipient) {
    OfRecipient own = byRecipient.get(recipient);
    return own == null ? new OfRecipient(notifyOn, Optional.empty()) : own;
  }

  private static Set<Notify> checked(Set<Notify> asked) {
    if (asked.contains(Notify.NEVER) && asked.size() > 1) {
      throw new IllegalArgumentException("NOTIFY=NEVER stands alone (RFC 3461 section 4.1)");
    }
    return Set.copyOf(asked);
  }
}
