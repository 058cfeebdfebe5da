/** A relay: an SMTP listener whose 250 means that the mail is in the spool, and its delivery. */
@org.jspecify.annotations.NullMarked
module org.postern.relay {
  requires static org.jspecify;
  requires transitive org.postern.core;
  requires transitive org.postern.spool;
  requires org.slf4j;

  exports org.postern.relay;
  exports org.postern.relay.deliver;
  exports org.postern.relay.outbox;
}
