package org.postern.distribution.faultlab;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A server that takes nobody without a client certificate, by TLS 1.3, which has an alert for that
 * (RFC 8446 section 6.2; by TLS 1.2 some servers say handshake_failure, which may mean much). After
 * the alert it reads on, so that no reset overtakes the alert.
 */
final class CertificateDemander implements AutoCloseable {

  private final ServerSocket server;
  private final SSLSocketFactory tls = Servers.CA.localhost().serverContext().getSocketFactory();

  CertificateDemander() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "certificate-demander");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        refuse(client);
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException gone) {
        // the next one
      }
    }
  }

  private void refuse(Socket client) throws IOException {
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

  @Override
  public void close() throws IOException {
    server.close();
  }
}
