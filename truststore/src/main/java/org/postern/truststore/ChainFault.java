package org.postern.truststore;

/** What is wrong with a server's certificate chain. */
public enum ChainFault {
  /** it ends at a CA that is not trusted here */
  UNKNOWN_ROOT,
  /** the server sends its own certificate alone, and who issued it is neither sent nor trusted */
  MISSING_INTERMEDIATE,
  /** the server's certificate is signed by itself */
  SELF_SIGNED,
  EXPIRED,
  NOT_YET_VALID,
  /** valid for other host names */
  WRONG_HOST,
  /** names its host in the subject's common name only, which RFC 9525 forbids */
  COMMON_NAME_ONLY,
  /** its extended key usage does not name TLS servers, such as a client's certificate */
  NOT_FOR_SERVERS,
  /** key or signature too weak: RSA under 2048 bits, or what the JDK's own rules refuse */
  WEAK,
  /** refused by the JDK for another reason, which the text quotes */
  REFUSED
}
