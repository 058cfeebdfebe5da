package org.postern.triggers.compat.java.io;

import java.io.OutputStream;
import java.io.Writer;

/** A print writer that cannot be made on a file. */
public final class PrintWriter extends java.io.PrintWriter {

  /** On a writer. */
  public PrintWriter(Writer out) {
    super(out);
  }

  /** On a writer, flushed with each line where asked for. */
  public PrintWriter(Writer out, boolean flushed) {
    super(out, flushed);
  }

  /** On a stream. */
  public PrintWriter(OutputStream out) {
    super(out);
  }

  /** On a stream, flushed with each line where asked for. */
  public PrintWriter(OutputStream out, boolean flushed) {
    super(out, flushed);
  }
}
