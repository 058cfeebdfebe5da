package org.postern.truststore;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads the certificates of one file: PEM (any number, text and CR LF between them), DER, PKCS#7
 * ({@code .p7b}) in either form. Everything wrong is collected, so that one look mends all.
 */
final class CertificateFile {

  private static final long LIMIT = 16L << 20;
  private static final byte[] BEGIN = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);

  private final Path file;
  private final List<FoundCertificate> found = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private CertificateFile(Path file) {
    this.file = file;
  }

  /** Never fails: what is wrong stands in {@link #problems}. */
  static CertificateFile read(Path file) {
    CertificateFile result = new CertificateFile(file);
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        result.problems.add(file + ": is no regular file; give a file of CA certificates");
      } else if (Files.exists(file) && Files.size(file) > LIMIT) {
        result.problems.add(file + ": is over 16 MB; give a file of CA certificates");
      } else {
        result.parse(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      result.problems.add(FileProblem.of(file, "read", e));
    }
    return result;
  }

  List<FoundCertificate> found() {
    return found;
  }

  List<String> warnings() {
    return warnings;
  }

  List<String> problems() {
    return problems;
  }

  static boolean looksLikePem(byte[] content) {
    return contains(content, BEGIN) || text(content).contains("-----BEGIN ");
  }

  private void parse(byte[] content) {
    if (looksLikePem(content)) {
      PemBlock.all(text(content)).forEach(this::readBlock);
    } else if (content.length > 0 && content[0] == Der.SEQUENCE) {
      readBinary(content);
    }
    if (found.isEmpty() && problems.isEmpty()) {
      problems.add(
          file
              + ": holds no certificate"
              + (warnings.isEmpty() ? "" : " (only what was ignored: " + warnings.get(0) + ")")
              + "; give a CA certificate as PEM (\"-----BEGIN CERTIFICATE-----\"), DER or PKCS#7");
    }
  }

  private void readBlock(PemBlock block) {
    String where = file.getFileName() + ":" + block.line();
    if (block.body().isEmpty()) {
      problems.add(
          where
              + ": \"-----BEGIN "
              + block.label()
              + "-----\" has no end line;"
              + " the file is cut short, get it again");
      return;
    }
    switch (block.label()) {
      case "CERTIFICATE", "X509 CERTIFICATE", "PKCS7", "CMS" -> readBase64(block, where);
      case "TRUSTED CERTIFICATE" ->
          problems.add(
              where
                  + ": is in OpenSSL's own \"TRUSTED CERTIFICATE\" form, which adds rules that"
                  + " Java does not know; make it plain with"
                  + " \"openssl x509 -in FILE -out ca.pem\" and import ca.pem");
      case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST" ->
          problems.add(where + ": is a request to sign, no certificate; give the CA's certificate");
      default ->
          warnings.add(
              block.label().endsWith("PRIVATE KEY")
                  ? where
                      + ": a private key is in this file; ignored, a trust store needs none:"
                      + " keep it out of files that are passed around"
                  : where + ": \"" + block.label() + "\" ignored, it is no certificate");
    }
  }

  private void readBase64(PemBlock block, String where) {
    try {
      byte[] der = Base64.getDecoder().decode(block.body().orElseThrow());
      if (block.label().endsWith("CERTIFICATE")) {
        add(one(der), where);
      } else {
        many(der).forEach(certificate -> add(certificate, where));
      }
    } catch (IllegalArgumentException | CertificateException | IOException e) {
      unreadable(where, e);
    }
  }

  private void readBinary(byte[] der) {
    String where = String.valueOf(file.getFileName());
    if (Der.firstInnerTag(der) == Der.INTEGER) {
      problems.add(
          where
              + ": is no certificate but a PKCS#12 store or a private key; take the CA out with"
              + " \"openssl pkcs12 -in FILE -nokeys -out ca.pem\" and import ca.pem");
      return;
    }
    try {
      many(der).forEach(certificate -> add(certificate, where));
    } catch (CertificateException e) {
      unreadable(where, e);
    }
  }

  private void add(X509Certificate certificate, String where) {
    found.add(new FoundCertificate(certificate, where));
  }

  private void unreadable(String where, Exception e) {
    problems.add(
        where
            + ": certificate cannot be read ("
            + Printable.text(String.valueOf(e.getMessage()))
            + "); get the file again from the CA, or take this block out");
  }

  private static X509Certificate one(byte[] der) throws CertificateException, IOException {
    int length = Der.one(der).encoded().length;
    if (length != der.length) {
      throw new IOException((der.length - length) + " bytes follow the certificate");
    }
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  /** PKCS#7, or one or more certificates in a row. */
  private static List<X509Certificate> many(byte[] der) throws CertificateException {
    List<X509Certificate> all = new ArrayList<>();
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(der))) {
      all.add((X509Certificate) certificate);
    }
    return all;
  }

  /** Editors of Windows save "Unicode", which is UTF-16 with a byte order mark. */
  private static String text(byte[] content) {
    Charset charset = StandardCharsets.ISO_8859_1;
    if (content.length >= 2 && content[0] == (byte) 0xFF && content[1] == (byte) 0xFE) {
      charset = StandardCharsets.UTF_16LE;
    } else if (content.length >= 2 && content[0] == (byte) 0xFE && content[1] == (byte) 0xFF) {
      charset = StandardCharsets.UTF_16BE;
    }
    String text = new String(content, charset);
    String mark = charset == StandardCharsets.ISO_8859_1 ? "\u00ef\u00bb\u00bf" : "\ufeff";
    return text.startsWith(mark) ? text.substring(mark.length()) : text;
  }

  private static boolean contains(byte[] content, byte[] wanted) {
    return IntStream.rangeClosed(0, content.length - wanted.length)
        .anyMatch(at -> Arrays.equals(content, at, at + wanted.length, wanted, 0, wanted.length));
  }
}
