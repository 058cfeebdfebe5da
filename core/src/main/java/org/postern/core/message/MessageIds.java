package org.postern.core.message;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.postern.core.smtp.MailAddress;

/** RFC 5322 section 3.6.4 message identifiers. */
final class MessageIds {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MAX_LENGTH = 250;
  private static final String DOT_ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+";
  private static final Pattern MESSAGE_ID =
      Pattern.compile("<" + DOT_ATOM + "@(" + DOT_ATOM + "|\\[[!-Z^-~]*\\])>");

  private MessageIds() {}

  /** A random one of the sender's domain: it tells nothing of this host, process or time. */
  static String fresh(MailAddress sender) {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    String address = sender.needsSmtpUtf8() ? sender.toString() : sender.ascii();
    String domain = address.substring(address.lastIndexOf('@'));
    return "<" + HexFormat.of().formatHex(random) + domain + ">";
  }

  static String check(String id) {
    FieldCheck.oneLine("Message-ID", id);
    if (id.length() > MAX_LENGTH || !MESSAGE_ID.matcher(id).matches()) {
      throw new MessageException(
          "Message-ID \""
              + FieldCheck.shown(id)
              + "\": not of the form <unique@example.com>, at most 250 characters");
    }
    return id;
  }
}
