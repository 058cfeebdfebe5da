package org.postern.truststore;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The certificates of a PKCS#12 file (RFC 7292) that carry no Java trust mark. {@code openssl
 * pkcs12 -export -nokeys} makes such files; the JDK's key store opens them without a word and shows
 * zero entries. The caller has let the JDK check the password and the MAC before.
 */
final class UnmarkedPkcs12 {

  private static final byte[] DATA = oid("2a864886f70d010701");
  private static final byte[] ENCRYPTED_DATA = oid("2a864886f70d010706");
  private static final byte[] CERT_BAG = oid("2a864886f70d010c0a0103");
  private static final byte[] X509 = oid("2a864886f70d01091601");

  private final char[] password;
  private final List<X509Certificate> found = new ArrayList<>();

  private UnmarkedPkcs12(char[] password) {
    this.password = password;
  }

  /** In the order of the file; empty for a store that holds none. */
  static List<X509Certificate> certificates(byte[] file, char[] password)
      throws IOException, GeneralSecurityException {
    UnmarkedPkcs12 reader = new UnmarkedPkcs12(password);
    Der authSafe = Der.one(file).child(1);
    if (authSafe.child(0).isOid(DATA)) {
      byte[] safes = authSafe.child(1).child(0).content();
      for (Der contentInfo : Der.one(safes).children()) {
        reader.readSafe(contentInfo);
      }
    }
    return reader.found;
  }

  private void readSafe(Der contentInfo) throws IOException, GeneralSecurityException {
    Der type = contentInfo.child(0);
    if (type.isOid(DATA)) {
      readBags(contentInfo.child(1).child(0).content());
    } else if (type.isOid(ENCRYPTED_DATA)) {
      Der encrypted = contentInfo.child(1).child(0).child(1);
      readBags(decrypt(encrypted.child(1), encrypted.child(2).content()));
    }
  }

  private byte[] decrypt(Der algorithm, byte[] cipherText)
      throws IOException, GeneralSecurityException {
    // algorithm + octets have the shape of an encrypted private key: the JDK parses them as one
    EncryptedPrivateKeyInfo box =
        new EncryptedPrivateKeyInfo(
            Der.encode(
                Der.SEQUENCE, algorithm.encoded(), Der.encode(Der.OCTET_STRING, cipherText)));
    AlgorithmParameters parameters = box.getAlgParameters();
    // PBES2 names its cipher and digest in the parameters only
    String name = box.getAlgName().equals("PBES2") ? parameters.toString() : box.getAlgName();
    PBEKeySpec spec = new PBEKeySpec(password);
    try {
      SecretKey key = SecretKeyFactory.getInstance(name).generateSecret(spec);
      Cipher cipher = Cipher.getInstance(name);
      cipher.init(Cipher.DECRYPT_MODE, key, parameters);
      return cipher.doFinal(cipherText);
    } finally {
      spec.clearPassword();
    }
  }

  private void readBags(byte[] safeContents) throws IOException, GeneralSecurityException {
    for (Der bag : Der.one(safeContents).children()) {
      if (bag.child(0).isOid(CERT_BAG)) {
        Der certBag = bag.child(1).child(0);
        if (certBag.child(0).isOid(X509)) {
          byte[] der = certBag.child(1).child(0).content();
          found.add(
              (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(der)));
        }
      }
    }
  }

  private static byte[] oid(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
