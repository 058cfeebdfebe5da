package org.postern.triggers.compat.javax.activation;

/** Postern finds content handlers by itself: what scripts once set up by hand has no effect. */
public class CommandMap {

  private static final CommandMap ONE = new MailcapCommandMap();

  /** For {@link MailcapCommandMap} alone. */
  protected CommandMap() {}

  /** One that can be asked to add entries. */
  public static CommandMap getDefaultCommandMap() {
    return ONE;
  }

  /** Has no effect. */
  public static void setDefaultCommandMap(CommandMap map) {
    // the JVM's own stays as it is: it is shared by all runs
  }
}
