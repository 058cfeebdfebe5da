package org.postern.core.internal.smtp;

import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.postern.core.smtp.Stage;

/** Is told how the opening of a connection goes on: a probe's report. */
@FunctionalInterface
public interface Steps {

  /** Nobody listens. */
  Steps UNHEARD = (stage, seen) -> {};

  /** This stage worked; {@code seen} makes one sentence without secrets. */
  void done(Stage stage, Supplier<String> seen);

  /** TLS worked, with this session; {@link #done} follows. */
  default void secured(SSLSession session) {}
}
