package org.postern.distribution.sendmail;

/** The exit codes of sysexits.h, by which callers of sendmail judge. */
final class Sysexit extends Exception {
  private static final long serialVersionUID = 1L;

  static final int OK = 0;
  static final int USAGE = 64;
  static final int DATAERR = 65;
  static final int NOUSER = 67;
  static final int UNAVAILABLE = 69;
  static final int SOFTWARE = 70;
  static final int IOERR = 74;
  static final int TEMPFAIL = 75;
  static final int CONFIG = 78;

  private final int code;

  Sysexit(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }
}
