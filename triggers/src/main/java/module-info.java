/** Runs event-trigger scripts of the origin product; their mail leaves by the configured mode. */
@org.jspecify.annotations.NullMarked
module org.postern.triggers {
  requires static transitive org.jspecify;
  requires transitive org.postern.core;
  requires transitive org.slf4j;
  requires jakarta.activation;
  requires org.apache.commons.mail2.core;
  requires org.apache.commons.mail2.jakarta;
  requires org.mozilla.rhino;
  requires org.snakeyaml.engine.v2;
  requires java.xml;
  requires jdk.management;

  exports org.postern.triggers;
  exports org.postern.triggers.beans;
  exports org.postern.triggers.check;
  exports org.postern.triggers.fixture;
  exports org.postern.triggers.header;
  exports org.postern.triggers.host;
  exports org.postern.triggers.run;
  exports org.postern.triggers.suite;
}
