package org.postern.relay.internal.listen;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.core.smtp.DsnRequest.Notify;
import org.postern.core.smtp.MailAddress;
import org.postern.relay.internal.address.Utf8Xtext;
import org.postern.spool.SpoolRecipient;

/** The parameters of RCPT: NOTIFY and ORCPT (RFC 3461 sections 4.1 and 4.2). */
final class RecipientParameters {

  private static final int LONGEST_ORCPT = 500;
  private static final Set<Notify> BY_DEFAULT = Set.of(Notify.FAILURE, Notify.DELAY);

  private RecipientParameters() {}

  /**
   * Reads them.
   *
   * @param utf8 true where MAIL had SMTPUTF8
   */
  static SpoolRecipient read(
      MailAddress address, Map<String, String> given, boolean extended, boolean utf8)
      throws Refused {
    Set<Notify> notify = Set.of();
    Optional<String> original = Optional.empty();
    for (Map.Entry<String, String> parameter : given.entrySet()) {
      String value = parameter.getValue();
      switch (extended ? parameter.getKey() : "") {
        case "NOTIFY" -> notify = notifyOn(value);
        case "ORCPT" -> original = Optional.of(original(value, utf8));
        default -> throw MailParameters.unknown(parameter.getKey());
      }
    }
    return new SpoolRecipient(address, notify, original);
  }

  /**
   * One recipient that was named twice: whoever wants to hear of it, does. Who asked for nothing
   * hears of failures and delays (RFC 3461 section 4.1).
   */
  static SpoolRecipient joined(SpoolRecipient first, SpoolRecipient second) {
    return new SpoolRecipient(
        first.address(),
        joined(first.notifyOn(), second.notifyOn()),
        first.original().or(second::original));
  }

  private static Set<Notify> joined(Set<Notify> first, Set<Notify> second) {
    if (first.equals(second)) {
      return first;
    }
    Set<Notify> both = EnumSet.noneOf(Notify.class);
    both.addAll(first.isEmpty() ? BY_DEFAULT : first);
    both.addAll(second.isEmpty() ? BY_DEFAULT : second);
    both.remove(Notify.NEVER);
    return both;
  }

  private static Set<Notify> notifyOn(String value) throws Refused {
    Set<Notify> all = EnumSet.noneOf(Notify.class);
    for (String word : value.toUpperCase(Locale.ROOT).split(",", -1)) {
      switch (word) {
        case "NEVER" -> all.add(Notify.NEVER);
        case "SUCCESS" -> all.add(Notify.SUCCESS);
        case "FAILURE" -> all.add(Notify.FAILURE);
        case "DELAY" -> all.add(Notify.DELAY);
        default -> throw malformed();
      }
    }
    if (all.contains(Notify.NEVER) && all.size() > 1) {
      throw malformed();
    }
    return all;
  }

  private static Refused malformed() {
    return Refused.because(501, "5.5.4", "NOTIFY must be NEVER, or some of SUCCESS,FAILURE,DELAY");
  }

  /** As it is sent on: printable ASCII, which servers with and without SMTPUTF8 understand. */
  private static String original(String value, boolean utf8) throws Refused {
    int semicolon = value.indexOf(';');
    String type = semicolon < 0 ? "" : value.substring(0, semicolon);
    boolean unicode = utf8 && type.equalsIgnoreCase("utf-8");
    String ascii = unicode ? Utf8Xtext.of(value, c -> c < 0x80) : value;
    if (!type.matches("[A-Za-z0-9-]{1,40}")
        || semicolon == value.length() - 1
        || ascii.length() > LONGEST_ORCPT
        || !ascii.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '=')) {
      throw Refused.because(
          501,
          "5.5.4",
          "ORCPT must be rfc822;address in xtext, or utf-8;address after MAIL with SMTPUTF8");
    }
    if (type.equalsIgnoreCase("rfc822")) {
      Xtext.decode(value.substring(semicolon + 1));
    }
    return ascii;
  }
}
