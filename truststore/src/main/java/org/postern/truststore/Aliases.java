package org.postern.truststore;

import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Names of entries: checked when given, made from the subject when not. */
final class Aliases {

  private static final int LIMIT = 128;

  private Aliases() {}

  /** Lower case, as the stores keep it. */
  static String normal(String alias) {
    String trimmed = alias.strip().toLowerCase(Locale.ENGLISH);
    if (trimmed.isEmpty() || trimmed.length() > LIMIT) {
      throw new IllegalArgumentException("an alias has 1 to " + LIMIT + " characters");
    }
    if (!Printable.text(trimmed).equals(trimmed)) {
      throw new IllegalArgumentException(
          "alias \"" + Printable.text(trimmed) + "\" has a control character");
    }
    return trimmed;
  }

  /**
   * {@code Example Root CA} becomes {@code example-root-ca}, with {@code -2} where that is taken.
   */
  static String fromSubject(X509Certificate certificate, Predicate<String> taken) {
    String base = base(certificate);
    String alias = base;
    for (int number = 2; taken.test(alias); number++) {
      alias = base + "-" + number;
    }
    return alias;
  }

  private static String base(X509Certificate certificate) {
    X500Principal subject = certificate.getSubjectX500Principal();
    String text =
        part(subject, "CN")
            .or(() -> part(subject, "OU"))
            .or(() -> part(subject, "O"))
            .orElse("")
            .toLowerCase(Locale.ENGLISH)
            .replaceAll("[^\\p{L}\\p{N}.]+", "-")
            .replaceAll("^-+|-+$", "");
    String cut = text.length() > LIMIT / 2 ? text.substring(0, LIMIT / 2) : text;
    return cut.isEmpty()
        ? "ca-"
            + Fingerprint.sha256(certificate)
                .substring(0, 11)
                .replace(":", "")
                .toLowerCase(Locale.ROOT)
        : cut;
  }

  private static Optional<String> part(X500Principal subject, String type) {
    try {
      return new LdapName(subject.getName(X500Principal.RFC2253))
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase(type))
              .filter(rdn -> rdn.getValue() instanceof String)
              .map(Rdn::getValue)
              .map(String.class::cast)
              .findFirst();
    } catch (InvalidNameException unreadable) {
      return Optional.empty();
    }
  }
}
