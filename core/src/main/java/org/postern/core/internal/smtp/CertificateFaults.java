package org.postern.core.internal.smtp;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;
import org.postern.core.smtp.Visible;

/** Says in plain words why a server's certificate was refused, and what to do about it. */
final class CertificateFaults {

  private CertificateFaults() {}

  /** True where the certificate was the reason. */
  static boolean isOne(Throwable fault) {
    return causes(fault)
        .anyMatch(
            cause ->
                cause instanceof CertificateException
                    || cause instanceof CertPathBuilderException
                    || cause instanceof CertPathValidatorException
                    || cause instanceof InvalidAlgorithmParameterException
                    || cause instanceof SSLPeerUnverifiedException);
  }

  /**
   * One sentence.
   *
   * @param chain what the server presented, its own certificate first; may be empty
   */
  static String explain(Throwable fault, List<X509Certificate> chain, String host) {
    if (causes(fault).anyMatch(InvalidAlgorithmParameterException.class::isInstance)) {
      return "the trust store holds no certificate: import the CA of that server (postern "
          + "truststore import)";
    }
    String said =
        causes(fault)
            .filter(GeneralSecurityException.class::isInstance)
            .map(cause -> String.valueOf(cause.getMessage()))
            .collect(Collectors.joining("; "));
    Optional<X509Certificate> untimely =
        chain.stream().filter(c -> !CertificateFacts.timely(c)).findFirst();
    boolean time =
        causes(fault)
            .anyMatch(
                cause ->
                    cause instanceof CertificateExpiredException
                        || cause instanceof CertificateNotYetValidException);
    if (untimely.isPresent() || time) {
      return untimely
          .map(CertificateFaults::untimely)
          .orElse(
              "the server's certificate is not valid at "
                  + Instant.now()
                  + " (this host's clock; "
                  + Visible.text(said)
                  + "): renew it, or set the clock");
    }
    if (said.contains("No subject alternative") || said.contains("No name matching")) {
      return "the server's certificate is not for "
          + host
          + names(chain)
          + ": use a name that it is for, or have it issued for this one";
    }
    if (chain.stream().limit(1).anyMatch(leaf -> !CertificateFacts.forServers(leaf))
        || said.contains("Extended key usage")) {
      return "the server's certificate may be used by clients only, not by a TLS server: have it "
          + "issued with the extended key usage serverAuth";
    }
    if (said.contains("Algorithm constraints") || said.contains("disabled algorithm")) {
      return "the server's certificate chain uses a key or signature that is too weak ("
          + Visible.text(said)
          + "): have it issued anew";
    }
    String weakness = chain.isEmpty() ? "" : weakness(chain);
    if (!weakness.isEmpty()
        && (said.contains("has a weak ") || said.contains("names a host only in its subject"))) {
      return weakness; // refused by a trust of ours, which is as strict as we are
    }
    return untrusted(chain, said);
  }

  /**
   * What JSSE lets pass and this client does not; "" where nothing is wrong.
   *
   * @param chain never empty
   */
  static String weakness(List<X509Certificate> chain) {
    if (CertificateFacts.alternativeNames(chain.get(0)).isEmpty()) {
      return "the server's certificate names its host in the common name only ("
          + name(chain.get(0).getSubjectX500Principal())
          + "), which RFC 6125 no longer allows: have it issued with a subject alternative name";
    }
    return chain.stream()
        .filter(
            c ->
                !c.getSubjectX500Principal().equals(c.getIssuerX500Principal())
                    || c == chain.get(0))
        .filter(c -> CertificateFacts.weak(c.getPublicKey()))
        .findFirst()
        .map(
            c ->
                "the key of the certificate of "
                    + name(c.getSubjectX500Principal())
                    + " is too short: have it issued with RSA of 2048 bits or more, or ECDSA")
        .orElse("");
  }

  /** A distinguished name, fit to be shown. */
  static String name(X500Principal principal) {
    return "\"" + Visible.text(principal.getName()) + "\"";
  }

  private static String untrusted(List<X509Certificate> chain, String said) {
    if (chain.isEmpty()) {
      return "the server's certificate comes from a CA that is not trusted here ("
          + Visible.text(said)
          + "): import that CA (postern truststore import)";
    }
    X509Certificate top = chain.get(chain.size() - 1);
    String seen =
        "(certificate of "
            + name(top.getSubjectX500Principal())
            + ", issued by "
            + name(top.getIssuerX500Principal())
            + ", SHA-256 "
            + sha256(top)
            + ")";
    if (CertificateFacts.selfIssued(top) && chain.size() == 1) {
      return "the server's certificate is self-signed and not trusted here "
          + seen
          + ": import it if you know it (postern truststore import), or have it issued by a CA";
    }
    if (CertificateFacts.selfIssued(top)) {
      return "the server's CA is not trusted here "
          + seen
          + ": import that CA (postern truststore import)";
    }
    return (chain.size() == 1
            ? "the server sends its own certificate alone, and its CA is not trusted here "
            : "the server's certificate chain ends at a CA that is not trusted here ")
        + seen
        + ": import the CA "
        + name(top.getIssuerX500Principal())
        + " (postern truststore import), or, if that is an intermediate CA, let the server send "
        + "that intermediate certificate too";
  }

  private static String untimely(X509Certificate certificate) {
    Instant now = Instant.now();
    boolean expired = now.isAfter(certificate.getNotAfter().toInstant());
    return "the certificate of "
        + name(certificate.getSubjectX500Principal())
        + (expired
            ? " expired on " + certificate.getNotAfter().toInstant()
            : " begins on " + certificate.getNotBefore().toInstant())
        + ", so it is not valid at "
        + now
        + " (this host's clock): renew it on the server, or set the clock";
  }

  private static String names(List<X509Certificate> chain) {
    return chain.stream()
        .limit(1)
        .map(CertificateFacts::alternativeNames)
        .map(
            names ->
                names.isEmpty() ? " (it names no host)" : " but for " + String.join(", ", names))
        .map(Visible::text)
        .collect(Collectors.joining());
  }

  static String sha256(X509Certificate certificate) {
    try {
      return HexFormat.ofDelimiter(":")
          .withUpperCase()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Stream<Throwable> causes(Throwable fault) {
    return Stream.iterate(fault, t -> t != null, Throwable::getCause).limit(20);
  }
}
