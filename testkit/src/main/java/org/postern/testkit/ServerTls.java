package org.postern.testkit;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** The server's side of TLS over a connection that exists. */
final class ServerTls {

  private ServerTls() {}

  static SSLSocket over(Socket plain, ServerIdentity identity) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            identity
                .serverContext()
                .getSocketFactory()
                .createSocket(plain, "localhost", plain.getPort(), true);
    tls.setUseClientMode(false);
    return tls;
  }
}
