package org.postern.core.vitals;

/** The parts of a delivery whose time is taken. */
public enum Part {
  /** Name, TCP, greeting and EHLO, without TLS; where they worked. */
  CONNECT,
  /** The handshake; where it worked. */
  TLS,
  /** Credentials and AUTH; where they worked. */
  LOGIN,
  /** MAIL up to the answer to the final dot, whatever that was. */
  TRANSACTION,
  /** A whole mail with the wait for a connection, whatever became of it. */
  SEND
}
