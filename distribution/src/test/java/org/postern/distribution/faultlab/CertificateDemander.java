package org.postern.distribution.faultlab;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A server that takes nobody without a client certificate, by TLS 1.3, which has an alert for that
 * (RFC 8446 section 6.2; by TLS 1.2 some servers say handshake_failure, which may mean much). After
 * the alert it reads on, so that no reset overtakes the alert.
 */
final class CertificateDemander {

  private CertificateDemander() {}

  static OneByOne start() throws IOException {
    SSLSocketFactory tls = Servers.CA.localhost().serverContext().getSocketFactory();
    return new OneByOne(
        "certificate-demander",
        client -> {
          refuse(client, tls);
          client.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
  }

  private static void refuse(Socket client, SSLSocketFactory tls) throws IOException {
    SSLSocket secured = (SSLSocket) tls.createSocket(client, "localhost", client.getPort(), false);
    secured.setUseClientMode(false);
    secured.setNeedClientAuth(true);
    secured.setEnabledProtocols(new String[] {"TLSv1.3"});
    try {
      secured.startHandshake();
    } catch (SSLException refused) {
      return; // as it should be: the client has shown none
    }
    throw new IOException("there was a certificate");
  }
}
