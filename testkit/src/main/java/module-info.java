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
  requires java.logging;
  // for the contract and the extension: who runs them has it
  requires static transitive org.junit.jupiter.api;
  requires static org.assertj.core;

  exports org.postern.testkit;
  exports org.postern.testkit.contract;
  exports org.postern.testkit.junit;
}
