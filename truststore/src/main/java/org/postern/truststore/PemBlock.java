package org.postern.truststore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands between a BEGIN and an END line (RFC 7468). Text before, between and after blocks is
 * comment.
 *
 * @param label {@code CERTIFICATE}, {@code PRIVATE KEY} …
 * @param line the line of BEGIN, from 1
 * @param body the lines between, joined; empty if the END line is missing
 */
record PemBlock(String label, int line, Optional<String> body) {

  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 #-]{1,64}?)-----");

  static List<PemBlock> all(String text) {
    List<PemBlock> blocks = new ArrayList<>();
    String[] lines = text.split("\\R", -1);
    for (int i = 0; i < lines.length; i++) {
      Matcher begin = BEGIN.matcher(lines[i].strip());
      if (begin.matches()) {
        PemBlock block = block(lines, i, begin.group(1));
        blocks.add(block);
      }
    }
    return blocks;
  }

  private static PemBlock block(String[] lines, int begin, String label) {
    StringBuilder body = new StringBuilder();
    for (int i = begin + 1; i < lines.length; i++) {
      String line = lines[i].strip();
      if (line.equals("-----END " + label + "-----")) {
        return new PemBlock(label, begin + 1, Optional.of(body.toString()));
      }
      if (line.startsWith("-----BEGIN ")) {
        break;
      }
      body.append(line);
    }
    return new PemBlock(label, begin + 1, Optional.empty());
  }
}
