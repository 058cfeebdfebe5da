package org.postern.distribution.cli;

/** Writes a manual page in troff with the man macros. One thread. */
public final class Troff {

  private final StringBuilder page = new StringBuilder();

  /** Begins a page of the user commands (section 1). */
  public Troff(String name) {
    line(".TH " + name + " 1 \"\" \"Postern\" \"User Commands\"");
  }

  /** A chapter. */
  public void section(String title) {
    line(".SH " + title);
  }

  /** A term, marked up, and what it means, plain. */
  public void tagged(String tag, String meaning) {
    line(".TP");
    line(tag);
    line(text(meaning));
  }

  /** A line as it stands. */
  public void line(String text) {
    page.append(text).append('\n');
  }

  /** Backslash, hyphen and a leading dot mean something to troff; picocli writes %% for %. */
  public static String text(String plain) {
    String escaped = plain.replace("%%", "%").replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }

  /** The whole page. */
  @Override
  public String toString() {
    return page.toString();
  }
}
