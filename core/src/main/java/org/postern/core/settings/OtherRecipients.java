package org.postern.core.settings;

/** What becomes of mail for those that {@link SendingMode#ALLOWLIST} does not allow. */
public enum OtherRecipients {
  /** It is written to the folder of {@link SendingMode#CAPTURE}. */
  CAPTURE,
  /** It is dropped, with a line in the log for each of them. */
  DROP
}
