package org.postern.distribution.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/** Trusts what the JDK trusts. */
final class JdkTrustModule extends AbstractModule {

  @Provides
  @Singleton
  SSLContext trust() throws NoSuchAlgorithmException {
    return SSLContext.getDefault();
  }

  @Override
  public String toString() {
    return "trust of the JDK";
  }
}
