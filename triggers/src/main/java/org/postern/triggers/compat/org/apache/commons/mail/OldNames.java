package org.postern.triggers.compat.org.apache.commons.mail;

import java.time.Duration;
import org.apache.commons.mail2.jakarta.Email;

/** Methods of commons-email 1.x that are gone since, for all Email classes. */
public interface OldNames {

  private Email email() {
    return (Email) this;
  }

  /** TLS is as the settings say, whatever is wanted here. */
  default void setTLS(boolean wanted) {
    email().setStartTLSEnabled(wanted);
  }

  /** TLS is as the settings say, whatever is wanted here. */
  default void setSSL(boolean wanted) {
    email().setSSLOnConnect(wanted);
  }

  /** Milliseconds; time limits are as the settings say. */
  default void setSocketTimeout(int milliseconds) {
    email().setSocketTimeout(Duration.ofMillis(milliseconds));
  }

  /** Milliseconds; time limits are as the settings say. */
  default void setSocketConnectionTimeout(int milliseconds) {
    email().setSocketConnectionTimeout(Duration.ofMillis(milliseconds));
  }
}
