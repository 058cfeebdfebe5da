/**
 * Trust in a file: imports CA certificates into a PKCS#12 or JKS store, makes an {@code SSLContext}
 * from it, and says in plain words what is wrong with a server's chain. Needs the JDK only.
 */
@org.jspecify.annotations.NullMarked
module org.postern.truststore {
  requires static org.jspecify;
  requires java.naming;

  exports org.postern.truststore;
}
