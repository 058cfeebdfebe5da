package org.postern.distribution.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import org.postern.core.spi.TlsTrust;

/** Trusts what the JDK trusts. */
final class JdkTrustModule extends AbstractModule {

  @Provides
  @Singleton
  TlsTrust trust() {
    return TlsTrust.jdk();
  }

  @Override
  public String toString() {
    return "trust of the JDK";
  }
}
