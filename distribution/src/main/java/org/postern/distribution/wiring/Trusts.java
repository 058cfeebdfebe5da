package org.postern.distribution.wiring;

import com.google.inject.Module;
import org.postern.core.settings.MailSettings;

/** Chooses the trust: the JDK's alone, or with a store of our own beside it. */
final class Trusts {

  private Trusts() {}

  static Module moduleFor(MailSettings settings) {
    return new JdkTrustModule();
  }
}
