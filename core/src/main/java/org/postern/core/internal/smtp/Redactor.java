package org.postern.core.internal.smtp;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.postern.core.smtp.EnhancedStatus;

/**
 * Blots out of the server's replies whatever secret was sent on the connection: servers exist that
 * echo the AUTH line in their 535. Finds a secret as it is, in base64 and URL-encoded, in any case
 * of letters, and every piece of it of eight characters or more, so that an echo wrapped over
 * several lines is found too. Belongs to one connection; not thread safe.
 */
public final class Redactor {

  private static final String BLOT = "********";
  private static final int PIECE = 8;

  private final Set<String> forms = new LinkedHashSet<>();
  private long[] pieces = {};
  private boolean stale;

  /** A password or token that is about to be sent in some form. */
  public void secret(String secret) {
    add(secret);
    byte[] utf8 = secret.getBytes(StandardCharsets.UTF_8);
    // base64 of a text within a longer one depends on where it starts, modulo three
    for (int offset = 0; offset < 3; offset++) {
      byte[] shifted = new byte[offset + utf8.length];
      System.arraycopy(utf8, 0, shifted, offset, utf8.length);
      String whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      int first = (offset * 8 + 5) / 6;
      int last = shifted.length * 8 / 6;
      if (last - first >= 3) {
        add(whole.substring(first, last));
        add(whole.substring(first, last).replace('+', '-').replace('/', '_'));
      }
    }
    add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  /** A line of the SASL exchange exactly as it goes on the wire. */
  void sent(String base64) {
    if (base64.length() >= 3) {
      add(base64);
    }
  }

  /** The text without secrets; an enhanced status code at its start stays readable. */
  public String apply(String text) {
    if (forms.isEmpty() || text.isEmpty()) {
      return text;
    }
    char[] plain = lower(text);
    boolean[] hit = new boolean[plain.length];
    markPieces(plain, hit);
    markShortForms(new String(plain), hit);
    int shownAnyway = EnhancedStatus.leading(text).map(s -> s.toString().length()).orElse(0);
    Arrays.fill(hit, 0, shownAnyway, false);
    return blotted(text, hit);
  }

  private void add(String form) {
    if (!form.isEmpty()) {
      forms.add(new String(lower(form)));
      stale = true;
    }
  }

  private void markPieces(char[] text, boolean[] hit) {
    if (stale) {
      pieces =
          forms.stream()
              .map(String::toCharArray)
              .flatMapToLong(Redactor::hashes)
              .sorted()
              .toArray();
      stale = false;
    }
    for (int i = 0; i + PIECE <= text.length; i++) {
      if (Arrays.binarySearch(pieces, hash(text, i)) >= 0) {
        Arrays.fill(hit, i, i + PIECE, true);
      }
    }
  }

  private void markShortForms(String text, boolean[] hit) {
    for (String form : forms) {
      if (form.length() < PIECE) {
        for (int at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
          Arrays.fill(hit, at, at + form.length(), true);
        }
      }
    }
  }

  private static String blotted(String text, boolean[] hit) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < hit.length; i++) {
      if (!hit[i]) {
        shown.append(text.charAt(i));
      } else if (i == 0 || !hit[i - 1]) {
        shown.append(BLOT);
      }
    }
    return shown.toString();
  }

  private static LongStream hashes(char[] form) {
    return LongStream.range(0, Math.max(0, form.length - PIECE + 1)).map(i -> hash(form, (int) i));
  }

  private static long hash(char[] text, int from) {
    long hash = 0;
    for (int i = from; i < from + PIECE; i++) {
      hash = hash * 0x5851f42d4c957f2dL + text[i];
    }
    return hash;
  }

  // char by char, so that positions stay what they are
  private static char[] lower(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      chars[i] = Character.toLowerCase(chars[i]);
    }
    return chars;
  }
}
