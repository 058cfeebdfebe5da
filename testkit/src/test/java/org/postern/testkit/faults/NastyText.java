package org.postern.testkit.faults;

import java.util.List;
import java.util.stream.Stream;

/** Characters that have injected something somewhere. */
final class NastyText {

  /** Refused everywhere: they end a line or a field for somebody on the way. */
  static final List<String> CONTROLS =
      List.of("\r\n", "\r", "\n", "\0", "\u0001", "\u0085", "\u2028", "\u2029", "\u007f", "\u001b");

  /** Letters whose low byte is CR, LF, NUL, {@code >}, a blank: dangerous when cut to 8 bits. */
  static final List<String> LOOK_ALIKES =
      List.of("\u760d", "\u760a", "\u560d\u560a", "\u0100", "\u013e", "\u0120", "\u0140", "\u0161");

  static Stream<String> controls() {
    return CONTROLS.stream();
  }

  static Stream<String> lookAlikes() {
    return LOOK_ALIKES.stream();
  }

  private NastyText() {}
}
