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

  /** The first bytes of a server that knows TLS 1.0 and nothing newer. */
  static byte[] tls10Hello() {
    byte[] hello = new byte[47];
    byte[] start = {22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1};
    System.arraycopy(start, 0, hello, 0, start.length);
    for (int i = 11; i < 43; i++) {
      hello[i] = (byte) i; // the server's random
    }
    hello[44] = (byte) 0xc0; // after an empty session id:
    hello[45] = 0x13; // TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
    return hello;
  }
}
