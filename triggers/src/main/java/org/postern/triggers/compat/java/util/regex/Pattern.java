package org.postern.triggers.compat.java.util.regex;

import java.util.regex.Matcher;
import org.postern.triggers.internal.run.CurrentRun;
import org.postern.triggers.internal.run.WatchedText;

/** A regular expression whose matching ends with the time of the run. Immutable. */
public final class Pattern {

  /** As of the JDK. */
  public static final int CASE_INSENSITIVE = java.util.regex.Pattern.CASE_INSENSITIVE;

  /** As of the JDK. */
  public static final int MULTILINE = java.util.regex.Pattern.MULTILINE;

  /** As of the JDK. */
  public static final int DOTALL = java.util.regex.Pattern.DOTALL;

  /** As of the JDK. */
  public static final int UNICODE_CASE = java.util.regex.Pattern.UNICODE_CASE;

  /** As of the JDK. */
  public static final int COMMENTS = java.util.regex.Pattern.COMMENTS;

  /** As of the JDK. */
  public static final int LITERAL = java.util.regex.Pattern.LITERAL;

  private final java.util.regex.Pattern pattern;

  private Pattern(java.util.regex.Pattern pattern) {
    this.pattern = pattern;
  }

  /** As of the JDK. */
  public static Pattern compile(String expression) {
    return new Pattern(java.util.regex.Pattern.compile(expression));
  }

  /** As of the JDK. */
  public static Pattern compile(String expression, int flags) {
    return new Pattern(java.util.regex.Pattern.compile(expression, flags));
  }

  /** As of the JDK. */
  public static boolean matches(String expression, CharSequence text) {
    return compile(expression).matcher(text).matches();
  }

  /** As of the JDK. */
  public static String quote(String text) {
    return java.util.regex.Pattern.quote(text);
  }

  /** As of the JDK. */
  public Matcher matcher(CharSequence text) {
    return pattern.matcher(watched(text));
  }

  /** As of the JDK. */
  public String[] split(CharSequence text) {
    return pattern.split(watched(text));
  }

  /** As of the JDK. */
  public String[] split(CharSequence text, int limit) {
    return pattern.split(watched(text), limit);
  }

  /** As of the JDK. */
  public String pattern() {
    return pattern.pattern();
  }

  /** As of the JDK. */
  public int flags() {
    return pattern.flags();
  }

  @Override
  public String toString() {
    return pattern.toString();
  }

  private static CharSequence watched(CharSequence text) {
    return new WatchedText(text, CurrentRun.get().watch());
  }
}
