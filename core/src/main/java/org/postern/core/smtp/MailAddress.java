package org.postern.core.smtp;

import java.util.Optional;

/**
 * A mailbox as it stands in an envelope: RFC 5321 {@code Mailbox}, with RFC 6531 characters
 * allowed. What was given is what goes on the wire, or it is refused: nothing is cut, re-quoted or
 * re-routed. Immutable; equal where local part and lower-case domain are.
 */
public final class MailAddress {

  private final String localPart;
  private final String domain;

  private MailAddress(String localPart, String domain) {
    this.localPart = localPart;
    this.domain = domain;
  }

  /**
   * Reads {@code local@domain}: a dot-string or quoted-string local part of at most 64 octets, a
   * domain name or address literal of at most 255. No display name, angle brackets, comment, source
   * route or group.
   *
   * @throws IllegalArgumentException with a message that names what is wrong and where (the value
   *     is shown escaped)
   */
  public static MailAddress parse(String text) {
    int at = text.lastIndexOf('@');
    if (at <= 0 || at == text.length() - 1) {
      throw new IllegalArgumentException("not an address of the form local@domain");
    }
    return new MailAddress(text.substring(0, at), text.substring(at + 1));
  }

  /** As {@link #parse}, empty instead of an exception. */
  public static Optional<MailAddress> tryParse(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException refused) {
      return Optional.empty();
    }
  }

  /** As given, quotes included. */
  public String localPart() {
    return localPart;
  }

  /** As given: a domain name, in U-labels or A-labels, or an address literal with its brackets. */
  public String domain() {
    return domain;
  }

  /**
   * True where the address can be sent only to a server that offers SMTPUTF8 (RFC 6531): the local
   * part is not ASCII, or the domain has no A-label form that leads back to the same name.
   */
  public boolean needsSmtpUtf8() {
    return !localPart.chars().allMatch(c -> c < 128);
  }

  /**
   * The form for a server without SMTPUTF8: domain in A-labels (RFC 5891).
   *
   * @throws IllegalStateException when {@link #needsSmtpUtf8()}
   */
  public String ascii() {
    return toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MailAddress address
        && address.localPart.equals(localPart)
        && address.domain.equalsIgnoreCase(domain);
  }

  @Override
  public int hashCode() {
    return 31 * localPart.hashCode() + domain.toLowerCase(java.util.Locale.ROOT).hashCode();
  }

  /** {@code local@domain} as given. */
  @Override
  public String toString() {
    return localPart + "@" + domain;
  }
}
