package org.postern.core.settings;

import java.net.IDN;
import java.util.regex.Pattern;
import org.postern.core.smtp.MailAddress;

/** Reads names of hosts, users and tenants, so that none can carry a further SMTP command. */
final class HostText {

  private static final Pattern NAME =
      Pattern.compile(
          "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
              + "(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\\.?");
  private static final Pattern IPV6 =
      Pattern.compile("\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\\]?(%\\w+)?");
  private static final Pattern LITERAL = Pattern.compile("\\[[A-Za-z0-9:.]+\\]");

  private static final Pattern TENANT =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

  private HostText() {}

  /** A host name in A-labels, or an address without brackets. */
  static String host(String text) {
    if (text.contains("://") || text.contains("/")) {
      throw SettingKey.invalid(text, "a URL, not a host name", "write the host name alone");
    }
    if (text.matches("[^:]+:\\d+")) {
      throw SettingKey.invalid(
          text, "a host name with a port", "put the port in mksis.logging.email.server.port");
    }
    if (IPV6.matcher(text).matches()) {
      return text.replace("[", "").replace("]", "");
    }
    try {
      String ascii = IDN.toASCII(text);
      if (ascii.length() <= 253 && NAME.matcher(ascii).matches()) {
        return ascii;
      }
    } catch (IllegalArgumentException notAName) {
      // answered below
    }
    throw SettingKey.invalid(text, "not a host name or address", "write it as smtp.example.com");
  }

  /** A name or address literal that may stand in EHLO (RFC 5321 section 4.1.1.1). */
  static String ehloName(String text) {
    if (text.length() <= 253 && (NAME.matcher(text).matches() || LITERAL.matcher(text).matches())) {
      return text;
    }
    throw SettingKey.invalid(
        text, "not a name for EHLO", "write a host name, or an address as [192.0.2.1]");
  }

  /** A user name: anything without control characters, which would end a SASL field. */
  static String user(String text) {
    if (text.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
      throw new IllegalArgumentException("the user name has a control character; write it without");
    }
    return text;
  }

  /** The address of a sender. */
  static MailAddress mailAddress(String text) {
    try {
      return MailAddress.parse(text);
    } catch (IllegalArgumentException refused) {
      throw SettingKey.invalid(text, refused.getMessage(), "write it as local@domain");
    }
  }

  /** What stands for a tenant in a token URL: an id or a domain. */
  static String tenant(String text) {
    if (TENANT.matcher(text).matches()) {
      return text;
    }
    throw SettingKey.invalid(
        text, "no tenant", "write the directory (tenant) id or a domain of the tenant");
  }
}
