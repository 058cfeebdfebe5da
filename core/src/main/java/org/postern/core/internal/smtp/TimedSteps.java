package org.postern.core.internal.smtp;

import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.postern.core.smtp.Stage;
import org.postern.core.vitals.Part;

/** Takes the time of an opening that others may listen to as well. One thread, one use. */
final class TimedSteps implements Steps {

  private final Vitals vitals;
  private final Steps listener;
  private final long begun = System.nanoTime();
  private long last = begun;
  private long tls;
  private long greeted;

  TimedSteps(Vitals vitals, Steps listener) {
    this.vitals = vitals;
    this.listener = listener;
  }

  @Override
  public void done(Stage stage, Supplier<String> seen) {
    listener.done(stage, seen);
    long now = System.nanoTime();
    if (stage == Stage.TLS) {
      tls = now - last;
    }
    last = now;
  }

  @Override
  public void secured(SSLSession session) {
    listener.secured(session);
    vitals.presented(Tls.certificates(session).get(0));
  }

  /** The server has introduced itself; what follows is the login. */
  void greeted() {
    greeted = System.nanoTime();
    vitals.took(Part.CONNECT, greeted - begun - tls);
    if (tls > 0) {
      vitals.took(Part.TLS, tls);
    }
  }

  /** The login worked. */
  void loggedIn() {
    vitals.since(Part.LOGIN, greeted);
  }
}
