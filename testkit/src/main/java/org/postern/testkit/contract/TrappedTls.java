package org.postern.testkit.contract;

import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** An SSLContext that may be kept and asked for its parameters, but not used to connect. */
final class TrappedTls extends SSLContextSpi {

  private final SSLContext real;

  private TrappedTls(SSLContext real) {
    this.real = real;
  }

  static SSLContext context(SSLContext real) {
    return new Trap(new TrappedTls(real), real.getProvider());
  }

  private static final class Trap extends SSLContext {
    Trap(SSLContextSpi spi, Provider provider) {
      super(spi, provider, "TLS");
    }
  }

  private static AssertionError touched() {
    return new AssertionError("TLS is used while the strategy is being made");
  }

  @Override
  protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("already initialised");
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    // a factory alone opens nothing
    return real.getSocketFactory();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    throw touched();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    throw touched();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    throw touched();
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return real.getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return real.getClientSessionContext();
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return real.getDefaultSSLParameters();
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return real.getSupportedSSLParameters();
  }
}
