package org.postern.truststore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Where a certificate says that its issuer's certificate can be had (RFC 5280 section 4.2.2.1). */
final class AuthorityAccess {

  private static final String EXTENSION = "1.3.6.1.5.5.7.1.1";
  private static final byte[] CA_ISSUERS = {0x2b, 6, 1, 5, 5, 7, 0x30, 2};
  private static final int URI_NAME = 0x86;

  private AuthorityAccess() {}

  /** The first http or https address; we show it and never follow it. */
  static Optional<String> caIssuers(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(EXTENSION);
    if (extension == null) {
      return Optional.empty();
    }
    try {
      for (Der description : Der.one(Der.one(extension).content()).children()) {
        Der location = description.child(1);
        if (description.child(0).isOid(CA_ISSUERS) && location.tag() == URI_NAME) {
          String url = new String(location.content(), StandardCharsets.ISO_8859_1);
          if (url.startsWith("http://") || url.startsWith("https://")) {
            return Optional.of(Printable.text(url));
          }
        }
      }
    } catch (IOException malformed) {
      // then it names no address
    }
    return Optional.empty();
  }
}
