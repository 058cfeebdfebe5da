package org.postern.truststore;

import java.nio.file.Path;

/** The two kinds of store that the JDK's keytool makes. New stores are PKCS12. */
public enum StoreType {
  PKCS12,
  JKS;

  private static final int JKS_MAGIC = 0xFEEDFEED;
  private static final int JCEKS_MAGIC = 0xCECECECE;

  /** By content: a name such as {@code cacerts} or {@code trust.jks} says nothing certain. */
  static StoreType of(byte[] content, Path file) throws TrustStoreException {
    if (content.length == 0) {
      throw new TrustStoreException(
          file
              + ": is empty (0 bytes), perhaps a write was cut off; remove it or restore a backup");
    }
    int magic = content.length < 4 ? 0 : Der.int32(content);
    if (magic == JKS_MAGIC) {
      return JKS;
    }
    if (magic == JCEKS_MAGIC) {
      throw new TrustStoreException(
          file
              + ": is a JCEKS store; convert it with"
              + " \"keytool -importkeystore -srckeystore FILE -destkeystore NEW -deststoretype PKCS12\"");
    }
    if (content[0] == Der.SEQUENCE) {
      return PKCS12;
    }
    throw new TrustStoreException(
        file
            + ": is neither a PKCS#12 nor a JKS store"
            + (CertificateFile.looksLikePem(content)
                ? " but a PEM file; import it into a store: postern truststore import " + file
                : "; check the path"));
  }
}
