package org.postern.triggers.internal.run;

/**
 * A text that asks now and then, while a regular expression is matched against it, whether the run
 * may go on: the JDK's matcher knows no limit of its own. One thread.
 */
public final class WatchedText implements CharSequence {

  private static final int OFTEN = 0xffff;

  private final CharSequence text;
  private final Runnable watch;
  private int asked;

  /**
   * @param watch throws {@link LimitReached} when the run is to end
   */
  public WatchedText(CharSequence text, Runnable watch) {
    this.text = text;
    this.watch = watch;
  }

  @Override
  public char charAt(int index) {
    if ((++asked & OFTEN) == 0) {
      watch.run();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new WatchedText(text.subSequence(start, end), watch);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
