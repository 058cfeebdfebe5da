package org.postern.truststore;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate with its key, made for a test.
 *
 * @param issuer empty for one that signs itself
 */
record Cert(KeyPair keys, X509Certificate x509, Optional<Cert> issuer) {

  private static final AtomicLong SERIAL = new AtomicLong(1000);

  static Cert root(String commonName) {
    return named("CN=" + commonName).ca().make();
  }

  Cert intermediate(String commonName) {
    return named("CN=" + commonName).ca().by(this).make();
  }

  /** For {@code localhost}, {@code mail.example.com} and 127.0.0.1. */
  Cert server() {
    return server("mail.example.com").make();
  }

  Spec server(String name) {
    return named("CN=" + name)
        .by(this)
        .dns(name, "localhost")
        .ip("127.0.0.1")
        .use(KeyPurposeId.id_kp_serverAuth);
  }

  static Spec named(String subject) {
    return new Spec(subject);
  }

  /** This one and its issuers, the root last. */
  List<X509Certificate> chain() {
    List<X509Certificate> chain = new ArrayList<>();
    for (Optional<Cert> at = Optional.of(this); at.isPresent(); at = at.get().issuer) {
      chain.add(at.get().x509);
    }
    return chain;
  }

  String pem() {
    return pem("CERTIFICATE", der());
  }

  byte[] der() {
    try {
      return x509.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  static final class Spec {
    private final String subject;
    private final List<GeneralName> names = new ArrayList<>();
    private Instant from = Instant.now().minus(Duration.ofDays(1));
    private Instant until = Instant.now().plus(Duration.ofDays(365));
    private Optional<Cert> issuer = Optional.empty();
    private Optional<KeyPurposeId> use = Optional.empty();
    private Optional<String> caIssuers = Optional.empty();
    private boolean ca;
    private int rsaBits;
    private String digest = "SHA256";
    private Optional<KeyPair> keys = Optional.empty();

    private Spec(String subject) {
      this.subject = subject;
    }

    Spec ca() {
      ca = true;
      return this;
    }

    Spec by(Cert other) {
      issuer = Optional.of(other);
      return this;
    }

    Spec rsa(int bits) {
      rsaBits = bits;
      return this;
    }

    Spec digest(String name) {
      digest = name;
      return this;
    }

    Spec keys(KeyPair pair) {
      keys = Optional.of(pair);
      return this;
    }

    Spec valid(Instant start, Instant end) {
      from = start;
      until = end;
      return this;
    }

    Spec expired() {
      return valid(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2020-12-31T00:00:00Z"));
    }

    Spec future() {
      Instant now = Instant.now();
      return valid(now.plus(Duration.ofDays(10)), now.plus(Duration.ofDays(20)));
    }

    Spec dns(String... all) {
      for (String name : all) {
        names.add(new GeneralName(GeneralName.dNSName, name));
      }
      return this;
    }

    Spec ip(String address) {
      names.add(new GeneralName(GeneralName.iPAddress, address));
      return this;
    }

    Spec noNames() {
      names.clear();
      return this;
    }

    Spec use(KeyPurposeId purpose) {
      use = Optional.of(purpose);
      return this;
    }

    Spec caIssuers(String url) {
      caIssuers = Optional.of(url);
      return this;
    }

    Cert make() {
      try {
        KeyPair pair = keys.isPresent() ? keys.get() : newKeys();
        KeyPair signer = issuer.map(Cert::keys).orElse(pair);
        X500Principal name = new X500Principal(subject);
        JcaX509v3CertificateBuilder builder =
            new JcaX509v3CertificateBuilder(
                issuer.map(i -> i.x509.getSubjectX500Principal()).orElse(name),
                BigInteger.valueOf(SERIAL.incrementAndGet()),
                Date.from(from),
                Date.from(until),
                name,
                pair.getPublic());
        extensions(builder);
        String algorithm =
            digest + "with" + (signer.getPublic().getAlgorithm().equals("RSA") ? "RSA" : "ECDSA");
        return new Cert(
            pair,
            new JcaX509CertificateConverter()
                .getCertificate(
                    builder.build(
                        new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()))),
            issuer);
      } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
        throw new IllegalStateException(e);
      }
    }

    private void extensions(JcaX509v3CertificateBuilder builder) throws CertIOException {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      if (ca) {
        builder.addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      }
      if (!names.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)));
      }
      if (use.isPresent()) {
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use.get()));
      }
      if (caIssuers.isPresent()) {
        builder.addExtension(
            Extension.authorityInfoAccess,
            false,
            new AuthorityInformationAccess(
                AccessDescription.id_ad_caIssuers,
                new GeneralName(GeneralName.uniformResourceIdentifier, caIssuers.get())));
      }
    }

    private KeyPair newKeys() throws GeneralSecurityException {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(rsaBits > 0 ? "RSA" : "EC");
      if (rsaBits > 0) {
        generator.initialize(rsaBits);
      } else {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      return generator.generateKeyPair();
    }
  }
}
