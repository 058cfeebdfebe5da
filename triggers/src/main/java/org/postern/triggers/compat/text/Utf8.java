package org.postern.triggers.compat.text;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a script's text is written in where the script does not say: UTF-8. Jakarta Mail would take
 * the character set of the JVM's platform, which loses what that one does not have.
 */
public final class Utf8 {

  /** Its name. */
  public static final String NAME = "UTF-8";

  private Utf8() {}

  /** A file name as a header can hold it; plain ASCII stays as it is. */
  public static @Nullable String fileName(@Nullable String name) {
    try {
      return name == null ? null : MimeUtility.encodeText(name, NAME, null);
    } catch (UnsupportedEncodingException impossible) {
      throw new IllegalStateException("UTF-8 is always there", impossible);
    }
  }

  /** The media type, with a character set where it is a text without one. */
  public static String type(@Nullable Object content, String type) {
    String small = type.toLowerCase(Locale.ROOT);
    return content instanceof CharSequence
            && small.startsWith("text/")
            && !small.contains("charset")
        ? type + "; charset=" + NAME
        : type;
  }
}
