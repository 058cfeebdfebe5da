package org.postern.core.smtp;

/** What a sender that keeps a queue should do after a result. */
public enum Action {
  /** Nothing: the mail was accepted. */
  NONE,
  /** Try again later by the schedule. */
  RETRY,
  /** Try again later, with fewer connections or less often. */
  SLOW_DOWN,
  /**
   * The route is at fault, not this mail: keep every mail of the route, alert the administrator,
   * try at most once a minute.
   */
  HOLD,
  /** As {@link #HOLD}, for a limit that renews with time: hours, not an administrator, end it. */
  HOLD_FOR_QUOTA,
  /**
   * Get another token and try once more. Only a diagnosis says so: a result never does, since the
   * mailer has tried that before it gave the result.
   */
  NEW_TOKEN,
  /** Tell the sender at once that this recipient cannot be reached. */
  BOUNCE,
  /** Try again if a duplicate is better than a loss, and log that it may be one. */
  RETRY_MAY_DUPLICATE
}
