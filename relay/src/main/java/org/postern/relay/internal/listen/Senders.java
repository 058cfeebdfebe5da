package org.postern.relay.internal.listen;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.core.smtp.MailAddress;

/**
 * Which senders may be used. Case does not count, whatever RFC 5321 section 2.4 allows: no provider
 * tells it apart.
 *
 * @param patterns in lower case: addresses, and domains as {@code @example.com}; empty for all
 */
public record Senders(Set<String> patterns) {

  public Senders {
    patterns = Set.copyOf(patterns);
  }

  /** True where a sender without domain may be used, since all may. */
  boolean allowNames() {
    return patterns.isEmpty();
  }

  /** The null reverse-path belongs to bounces and is always allowed. */
  boolean allow(Optional<MailAddress> sender) {
    if (patterns.isEmpty() || sender.isEmpty()) {
      return true;
    }
    String address = sender.get().toString().toLowerCase(Locale.ROOT);
    return patterns.contains(address)
        || patterns.contains(address.substring(address.lastIndexOf('@')));
  }
}
