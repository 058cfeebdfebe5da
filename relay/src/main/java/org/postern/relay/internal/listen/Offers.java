package org.postern.relay.internal.listen;

import java.util.ArrayList;
import java.util.List;

/**
 * What the reply to EHLO offers (RFC 5321 section 4.1.1.1).
 *
 * @param startTls true where TLS can be begun from here
 * @param login true where a client may log in now
 */
record Offers(Rules rules, boolean startTls, boolean login) {

  /** The lines of the reply. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("250-" + rules.hostname());
    lines.add("250-PIPELINING");
    lines.add("250-SIZE " + rules.maxSize());
    lines.add("250-8BITMIME");
    lines.add("250-SMTPUTF8");
    lines.add("250-DSN");
    if (startTls) {
      lines.add("250-STARTTLS");
    }
    if (login) {
      lines.add("250-AUTH " + Login.MECHANISMS);
    }
    lines.add("250-ENHANCEDSTATUSCODES");
    lines.add("250 CHUNKING");
    return lines;
  }
}
