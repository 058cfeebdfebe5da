package org.postern.core.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A mailbox as it stands in an envelope: RFC 5321 {@code Mailbox}, with RFC 6531 characters
 * allowed. What was given is what goes on the wire, or it is refused: nothing is cut, re-quoted or
 * re-routed. Immutable; equal where local part and lower-case domain are.
 *
 * <p>Stricter than the grammar in four places, each because receivers disagree about the meaning: a
 * domain whose last label is all digits, an IPv4 literal with leading zeros, general address
 * literals other than IPv6 (none is registered), and invisible or direction-changing characters.
 */
public final class MailAddress {

  /** RFC 5321 section 4.5.3.1.3: a path is at most 256 octets, its angle brackets included. */
  private static final int MAX_OCTETS = 254;

  private final String localPart;
  private final String domain;
  private final Optional<String> ascii;

  private MailAddress(String localPart, String domain) {
    this.localPart = localPart;
    this.domain = domain;
    this.ascii =
        isAscii(localPart)
            ? DomainSyntax.aLabels(domain)
                .map(labels -> localPart + "@" + labels)
                .filter(whole -> whole.length() <= MAX_OCTETS)
            : Optional.empty();
  }

  /**
   * Reads {@code local@domain}: a dot-string or quoted-string local part of at most 64 octets, a
   * domain name or address literal of at most 255, and at most 254 together, so that the path with
   * its angle brackets keeps to the 256 of RFC 5321 section 4.5.3.1.3. No display name, angle
   * brackets, comment, source route or group.
   *
   * @throws IllegalArgumentException with a message that names what is wrong and where (the value
   *     is shown escaped)
   */
  public static MailAddress parse(String text) {
    AddressText source = new AddressText(text);
    source.refuseHidden();
    int at = LocalPartSyntax.end(source);
    String local = text.substring(0, at);
    String domain = text.substring(at + 1);
    source.limit("local part", local, 64);
    DomainSyntax.check(source, at + 1);
    source.limit("domain", domain, 255);
    source.limit("address", text, MAX_OCTETS);
    return new MailAddress(local, domain);
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
    return ascii.isEmpty();
  }

  /**
   * The form for a server without SMTPUTF8: domain in A-labels (RFC 5891).
   *
   * @throws IllegalStateException when {@link #needsSmtpUtf8()}
   */
  public String ascii() {
    return ascii.orElseThrow(
        () -> new IllegalStateException("needs a server with SMTPUTF8: " + this));
  }

  private static boolean isAscii(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MailAddress address
        && address.localPart.equals(localPart)
        && lowerCase(address.domain).equals(lowerCase(domain));
  }

  @Override
  public int hashCode() {
    return 31 * localPart.hashCode() + lowerCase(domain).hashCode();
  }

  private static String lowerCase(String domain) {
    return domain.toLowerCase(Locale.ROOT);
  }

  /** {@code local@domain} as given. */
  @Override
  public String toString() {
    return localPart + "@" + domain;
  }
}
