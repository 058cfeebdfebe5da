package org.postern.core.internal.smtp;

import java.time.Duration;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.SettingValues;

/**
 * The limits of RFC 5321 section 4.5.3.2, as set.
 *
 * @param farewell how long a QUIT may delay other work
 */
record TimeLimits(
    TimeLimit connect,
    TimeLimit greeting,
    TimeLimit tls,
    TimeLimit command,
    TimeLimit data,
    TimeLimit body,
    TimeLimit finalDot,
    TimeLimit farewell) {

  static final TimeLimit FAREWELL = new TimeLimit(Duration.ofMillis(250), "QUIT");

  static TimeLimits of(SettingValues values) {
    return new TimeLimits(
        TimeLimit.of(values, CoreKeys.CONNECT_TIMEOUT),
        TimeLimit.of(values, CoreKeys.GREETING_TIMEOUT),
        TimeLimit.of(values, CoreKeys.TLS_TIMEOUT),
        TimeLimit.of(values, CoreKeys.COMMAND_TIMEOUT),
        TimeLimit.of(values, CoreKeys.DATA_TIMEOUT),
        TimeLimit.of(values, CoreKeys.BODY_TIMEOUT),
        TimeLimit.of(values, CoreKeys.FINAL_DOT_TIMEOUT),
        FAREWELL);
  }

  /** None longer than {@code bound}: for a look at the server that must not take long. */
  TimeLimits atMost(Duration bound) {
    return new TimeLimits(
        connect.atMost(bound),
        greeting.atMost(bound),
        tls.atMost(bound),
        command.atMost(bound),
        data.atMost(bound),
        body.atMost(bound),
        finalDot.atMost(bound),
        farewell.atMost(bound));
  }
}
