package org.postern.relay.internal.listen;

/** How much of a client's nonsense a session bears. One thread. */
final class Patience {

  /** Commands that bring no mail forward; who sends many of them only keeps a connection. */
  private static final int IDLE_COMMANDS = 100;

  /** Recipients beyond the limit are no error, as many of them as it takes to notice. */
  private static final int DEFERRALS = 1000;

  private final int most;
  private int errors;
  private int deferrals;
  private int idleCommands;

  /**
   * Patience.
   *
   * @param most errors
   */
  Patience(int most) {
    this.most = most;
  }

  /** It was answered with this. */
  void answered(Reply reply) {
    boolean deferred = reply.code() >= 400 && !reply.refusal() && ++deferrals > DEFERRALS;
    if (reply.refusal() || deferred) {
      errors++;
    }
  }

  /** It sent a command that changes nothing. */
  void idled() {
    if (++idleCommands > IDLE_COMMANDS) {
      errors++;
    }
  }

  /** It began a mail. */
  void worked() {
    idleCommands = 0;
  }

  /** True where it is enough. */
  boolean isOver() {
    return errors >= most;
  }
}
