package org.postern.truststore;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The certificates that are trusted, and the JDK's own PKIX check over them. One set and one check,
 * not two checks tried in turn: a chain that mixes both worlds passes, and nothing of the check
 * (host name, algorithm constraints) is left to us.
 *
 * @param pkix empty if nothing is trusted: the JDK's check fails in a strange way then
 */
record Anchors(Set<X509Certificate> certificates, Optional<X509ExtendedTrustManager> pkix) {

  static Anchors of(List<X509Certificate> trusted) throws GeneralSecurityException {
    Set<X509Certificate> distinct = new LinkedHashSet<>(trusted);
    if (distinct.isEmpty()) {
      return new Anchors(Set.of(), Optional.empty());
    }
    KeyStore memory = KeyStore.getInstance(StoreType.PKCS12.name());
    try {
      memory.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException("an empty store in memory", e);
    }
    int number = 0;
    for (X509Certificate certificate : distinct) {
      memory.setCertificateEntry("anchor-" + number++, certificate);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(memory);
    return new Anchors(Set.copyOf(distinct), Optional.of(manager(factory)));
  }

  /** What the JDK trusts by itself: its cacerts, or what {@code javax.net.ssl.trustStore} names. */
  static List<X509Certificate> ofJdk() throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init((KeyStore) null);
    return List.of(manager(factory).getAcceptedIssuers());
  }

  private static X509ExtendedTrustManager manager(TrustManagerFactory factory) {
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }
}
