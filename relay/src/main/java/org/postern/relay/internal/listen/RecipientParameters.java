package org.postern.relay.internal.listen;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.core.smtp.DsnRequest.Notify;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.SpoolRecipient;

/** The parameters of RCPT: NOTIFY and ORCPT (RFC 3461 sections 4.1 and 4.2). */
final class RecipientParameters {

  private static final int LONGEST_ORCPT = 500;

  private RecipientParameters() {}

  static SpoolRecipient read(MailAddress address, Map<String, String> given, boolean extended)
      throws Refused {
    Set<Notify> notify = Set.of();
    Optional<String> original = Optional.empty();
    for (Map.Entry<String, String> parameter : given.entrySet()) {
      String value = parameter.getValue();
      switch (extended ? parameter.getKey() : "") {
        case "NOTIFY" -> notify = notifyOn(value);
        case "ORCPT" -> original = Optional.of(original(value));
        default -> throw MailParameters.unknown(parameter.getKey());
      }
    }
    return new SpoolRecipient(address, notify, original);
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

  private static String original(String value) throws Refused {
    int semicolon = value.indexOf(';');
    String type = semicolon < 0 ? "" : value.substring(0, semicolon);
    if (!type.matches("[A-Za-z0-9-]{1,40}")
        || semicolon == value.length() - 1
        || value.length() > LONGEST_ORCPT
        || !value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw Refused.because(501, "5.5.4", "ORCPT must be rfc822;address in xtext");
    }
    // utf-8 addresses have an encoding of their own (RFC 6533 section 3), printable as well
    if (type.equalsIgnoreCase("rfc822")) {
      Xtext.decode(value.substring(semicolon + 1));
    }
    return value;
  }
}
