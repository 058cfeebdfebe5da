package org.postern.triggers.compat.java.io;

import java.io.OutputStream;
import java.nio.charset.Charset;

/** A print stream that cannot be made on a file. */
public class PrintStream extends java.io.PrintStream {

  /** On a stream. */
  public PrintStream(OutputStream out) {
    super(out);
  }

  /** On a stream, flushed with each line where asked for. */
  public PrintStream(OutputStream out, boolean flushed) {
    super(out, flushed);
  }

  /** On a stream, in a character set. */
  public PrintStream(OutputStream out, boolean flushed, String charset) {
    super(out, flushed, Charset.forName(charset));
  }
}
