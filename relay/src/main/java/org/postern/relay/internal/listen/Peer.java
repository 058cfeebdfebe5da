package org.postern.relay.internal.listen;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The other side of a session: a connection, or the pipe of a parent process. */
interface Peer {

  /**
   * Waits for what it sends.
   *
   * @param deadline by {@link System#nanoTime}
   * @return how many bytes were put at the buffer's beginning; -1 at the end of its input
   * @throws java.net.SocketTimeoutException where nothing came until then
   */
  int read(byte[] buffer, long deadline) throws IOException;

  /** True where something has come that was not read. */
  boolean somethingCame() throws IOException;

  /** Where it reads; another stream after {@link #encrypt}. */
  OutputStream out() throws IOException;

  /** Where it is; empty for a pipe, which is as trusted as the process behind it. */
  Optional<InetAddress> address();

  /** The process behind a pipe, for people; never asked of what has an address. */
  default String caller() {
    return "smtp (local)";
  }

  /** True once TLS is spoken. */
  boolean encrypted();

  /** Speaks TLS from here on; returns when the handshake is done. */
  void encrypt(SSLContext context) throws IOException;

  /**
   * How long the next write or handshake may take.
   *
   * @param deadline by {@link System#nanoTime}
   * @throws java.net.SocketTimeoutException where that is over already
   */
  void allow(long deadline) throws IOException;

  /**
   * Since when we wait for it: who lets us wait longest goes first when there is no room.
   *
   * @param since by {@link System#nanoTime}
   * @param between true between two mails, when it may be sent away without harm
   */
  void waiting(long since, boolean between);

  /** It said something: nobody waits. */
  void busy();

  /** It said that it ends here. */
  void goodbye();

  /** Why it is sent away, once it is: its input then ends. */
  Optional<Reply> farewell();
}
