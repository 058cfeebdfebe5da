package org.postern.distribution.demo;

import java.io.PrintWriter;
import java.util.Arrays;

/** What the demo tells, in lines of at most 80 columns where the text is its own. */
final class Story {

  private final PrintWriter out;

  Story(PrintWriter out) {
    this.out = out;
  }

  void chapter(String title) {
    say("");
    say("== " + title + " " + "=".repeat(Math.max(0, 76 - title.length())));
  }

  void say(String line) {
    out.print(line + "\n");
    out.flush();
  }

  void shown(String text) {
    Arrays.stream(text.split("\r?\n")).forEach(line -> say("  | " + line));
  }
}
