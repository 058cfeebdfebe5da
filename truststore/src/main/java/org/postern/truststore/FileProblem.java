package org.postern.truststore;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The JDK's file exceptions often say nothing but the path: this says what it means. */
final class FileProblem {

  private FileProblem() {}

  static String of(Path file, String action, IOException e) {
    if (e instanceof NoSuchFileException) {
      return file + ": does not exist; check the path";
    }
    if (e instanceof AccessDeniedException) {
      return file
          + ": no permission to "
          + action
          + " it as "
          + System.getProperty("user.name")
          + "; run as its owner, or change the mode of the file or its folder";
    }
    return file + ": cannot " + action + " it: " + Printable.text(String.valueOf(e.getMessage()));
  }
}
