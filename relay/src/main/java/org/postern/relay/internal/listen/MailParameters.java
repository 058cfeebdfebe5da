package org.postern.relay.internal.listen;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.core.smtp.DsnRequest.Returned;
import org.postern.core.smtp.Visible;

/**
 * The parameters of MAIL: SIZE (RFC 1870), BODY (RFC 6152), SMTPUTF8 (RFC 6531), RET and ENVID (RFC
 * 3461), AUTH (RFC 4954 section 5).
 *
 * @param size as announced; 0 where it is not
 */
record MailParameters(
    long size, boolean smtpUtf8, Optional<Returned> returned, Optional<String> envelopeId) {

  private static final int LONGEST_ENVID = 100;

  static MailParameters of(Map<String, String> given, boolean extended) throws Refused {
    long size = 0;
    boolean smtpUtf8 = false;
    Optional<Returned> returned = Optional.empty();
    Optional<String> envelopeId = Optional.empty();
    for (Map.Entry<String, String> parameter : given.entrySet()) {
      String value = parameter.getValue();
      switch (extended ? parameter.getKey() : "") {
        case "SIZE" -> size = size(value);
        case "BODY" -> body(value);
        case "SMTPUTF8" -> smtpUtf8 = flag(value);
        case "RET" -> returned = Optional.of(returned(value));
        case "ENVID" -> envelopeId = Optional.of(envelopeId(value));
        // whom an earlier hop believed: nothing here depends on it
        case "AUTH" -> Xtext.decode(value);
        default -> throw unknown(parameter.getKey());
      }
    }
    return new MailParameters(size, smtpUtf8, returned, envelopeId);
  }

  static Refused unknown(String keyword) {
    String shown = keyword.length() > 40 ? keyword.substring(0, 40) + "..." : keyword;
    return Refused.because(555, "5.5.4", "Parameter " + shown + " is not known here");
  }

  private static long size(String value) throws Refused {
    if (!value.matches("[0-9]{1,20}")) {
      throw Refused.because(501, "5.5.4", "SIZE must be a number of bytes");
    }
    return value.length() > 18 ? Long.MAX_VALUE : Long.parseLong(value);
  }

  private static void body(String value) throws Refused {
    if (!value.equalsIgnoreCase("7BIT") && !value.equalsIgnoreCase("8BITMIME")) {
      throw Refused.because(501, "5.5.4", "BODY must be 7BIT or 8BITMIME");
    }
  }

  private static boolean flag(String value) throws Refused {
    if (!value.isEmpty()) {
      throw Refused.because(501, "5.5.4", "SMTPUTF8 takes no value");
    }
    return true;
  }

  private static Returned returned(String value) throws Refused {
    return switch (value.toUpperCase(Locale.ROOT)) {
      case "FULL" -> Returned.FULL;
      case "HDRS" -> Returned.HDRS;
      default -> throw Refused.because(501, "5.5.4", "RET must be FULL or HDRS");
    };
  }

  private static String envelopeId(String value) throws Refused {
    String id = Xtext.decode(value);
    if (id.isEmpty() || id.length() > LONGEST_ENVID || !Visible.isPlain(id)) {
      throw Refused.because(501, "5.5.4", "ENVID must be 1 to 100 printable characters in xtext");
    }
    return id;
  }
}
