package org.postern.core.settings;

/** Whom mail may reach: everybody, or, at a test installation, nobody or a few. */
public enum SendingMode {
  /** Mail goes to its recipients. */
  LIVE,
  /** No mail leaves: each is written to a folder. */
  CAPTURE,
  /** Each mail goes to addresses that are set, instead of to its recipients. */
  REDIRECT,
  /** Only recipients that are allowed get mail. */
  ALLOWLIST
}
