package org.postern.benchmarks.library;

/** A way to send mail from many threads. */
interface Contender extends AutoCloseable {

  /** Sends one mail of {@link Letter} and waits until the server has it; called by many threads. */
  void send() throws Exception;

  @Override
  void close();
}
