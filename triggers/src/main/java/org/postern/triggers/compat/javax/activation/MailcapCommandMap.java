package org.postern.triggers.compat.javax.activation;

/** A command map whose entries have no effect. */
public final class MailcapCommandMap extends CommandMap {

  /** An empty one. */
  public MailcapCommandMap() {}

  /** Has no effect. */
  public void addMailcap(String entry) {
    // the classes that scripts name here have other names today; ours are found without
  }
}
