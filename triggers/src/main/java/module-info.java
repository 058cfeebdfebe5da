/** Runs event-trigger scripts of the origin product; their mail leaves by the configured mode. */
@org.jspecify.annotations.NullMarked
module org.postern.triggers {
  requires static org.jspecify;
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

  // Rhino calls what scripts see by reflection; nobody else is let in
  opens org.postern.triggers.compat.com.mks.api to
      org.mozilla.rhino;
  opens org.postern.triggers.compat.com.mks.api.response to
      org.mozilla.rhino;
  opens org.postern.triggers.compat.com.sun.net.ssl.internal.ssl to
      org.mozilla.rhino;
  opens org.postern.triggers.compat.java.io to
      org.mozilla.rhino;
  opens org.postern.triggers.compat.java.lang to
      org.mozilla.rhino;
  opens org.postern.triggers.compat.java.security to
      org.mozilla.rhino;
  opens org.postern.triggers.compat.java.util.regex to
      org.mozilla.rhino;
  opens org.postern.triggers.compat.javax.activation to
      org.mozilla.rhino;
  opens org.postern.triggers.compat.javax.mail to
      org.mozilla.rhino;
  opens org.postern.triggers.compat.javax.mail.internet to
      org.mozilla.rhino;
  opens org.postern.triggers.compat.mks.util to
      org.mozilla.rhino;
  opens org.postern.triggers.compat.org.apache.commons.mail to
      org.mozilla.rhino;
  opens org.postern.triggers.compat.org.apache.commons.mail.resolver to
      org.mozilla.rhino;
  opens org.postern.triggers.compat.text to
      org.mozilla.rhino;
  opens org.postern.triggers.compat.transport to
      jakarta.mail,
      org.mozilla.rhino;
  opens org.postern.triggers.internal.engine to
      org.mozilla.rhino;
}
