package org.postern.core.settings;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postern.core.smtp.MailAddress;

/**
 * Addresses and domains: {@code a@example.com} is that address, {@code example.com}, also written
 * with an {@code @} before it, every address of exactly that domain, {@code *.example.com} every
 * address of its subdomains. Case does not count, in local parts neither, and a domain is the same
 * in U-labels and A-labels. Immutable.
 */
public final class AllowList {

  private static final String BELOW = "*.";

  private final Set<String> entries;
  private final String text;

  private AllowList(Set<String> entries, String text) {
    this.entries = entries;
    this.text = text;
  }

  /**
   * Reads entries with commas or blanks between them.
   *
   * @throws IllegalArgumentException naming the entry that is none
   */
  public static AllowList parse(String text) {
    List<String> words = words(text);
    Set<String> entries = new LinkedHashSet<>();
    for (String word : words) {
      entries.add(entry(word));
    }
    if (entries.isEmpty()) {
      throw SettingKey.invalid(text, "empty", "name addresses or domains");
    }
    return new AllowList(Set.copyOf(entries), String.join(", ", words));
  }

  static List<String> words(String text) {
    return Arrays.stream(text.split("[,\\s]+")).filter(word -> !word.isEmpty()).toList();
  }

  private static String entry(String written) {
    boolean domainAfterAt = written.lastIndexOf('@') == 0 && !written.startsWith("@" + BELOW);
    String word = domainAfterAt ? written.substring(1) : written;
    boolean below = word.startsWith(BELOW);
    String address = word.indexOf('@') >= 0 ? word : "x@" + word.substring(below ? 2 : 0);
    MailAddress parsed =
        MailAddress.tryParse(address)
            .orElseThrow(
                () ->
                    SettingKey.invalid(
                        written,
                        "neither an address nor a domain",
                        "write a@example.com, example.com or *.example.com"));
    if (word.indexOf('@') >= 0) {
      return whole(parsed);
    }
    return (below ? BELOW : "") + domain(parsed);
  }

  /** Whether mail for this address may leave. */
  public boolean allows(MailAddress recipient) {
    String domain = domain(recipient);
    if (entries.contains(whole(recipient)) || entries.contains(domain)) {
      return true;
    }
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      if (entries.contains(BELOW + domain.substring(dot + 1))) {
        return true;
      }
    }
    return false;
  }

  private static String whole(MailAddress address) {
    return address.localPart().toLowerCase(Locale.ROOT) + "@" + domain(address);
  }

  private static String domain(MailAddress address) {
    // the form that does not depend on how the name was written
    MailAddress any = MailAddress.tryParse("x@" + address.domain()).orElse(address);
    String known = any.needsSmtpUtf8() ? any.domain() : any.ascii().substring(2);
    return known.toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AllowList list && list.entries.equals(entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  /** The entries as they were written. */
  @Override
  public String toString() {
    return text;
  }
}
