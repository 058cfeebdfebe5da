/** Settings, strategy, SMTP dialogue, result: the library that sends a server's mail. */
@org.jspecify.annotations.NullMarked
module org.postern.core {
  requires static org.jspecify;
  requires transitive jakarta.mail;
  requires org.eclipse.angus.mail;
  requires org.slf4j;
  requires transitive java.security.sasl;

  exports org.postern.core;
  exports org.postern.core.diagnosis;
  exports org.postern.core.examination;
  exports org.postern.core.files;
  exports org.postern.core.message;
  exports org.postern.core.settings;
  exports org.postern.core.smtp;
  exports org.postern.core.spi;
  exports org.postern.core.vitals;

  uses org.postern.core.spi.AuthStrategyProvider;
}
