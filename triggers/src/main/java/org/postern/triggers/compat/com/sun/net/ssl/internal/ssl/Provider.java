package org.postern.triggers.compat.com.sun.net.ssl.internal.ssl;

/** Stands for the TLS provider of JDKs long gone, which scripts register by habit. */
public final class Provider {

  /** Nothing. */
  public Provider() {}
}
