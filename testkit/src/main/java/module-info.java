/**
 * Real servers for tests, on the loopback interface: a certificate authority, a token endpoint and
 * an SMTP server that can be told to misbehave, and the contract that every auth strategy keeps.
 */
@org.jspecify.annotations.NullMarked
module org.postern.testkit {
  requires static org.jspecify;
  requires transitive org.postern.core;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires org.slf4j;

  exports org.postern.testkit;
}
