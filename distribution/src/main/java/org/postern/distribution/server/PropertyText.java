package org.postern.distribution.server;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Properties in their own format, without a comment. */
final class PropertyText {

  private PropertyText() {}

  static String of(Properties all) {
    StringWriter text = new StringWriter();
    try {
      all.store(text, null);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
