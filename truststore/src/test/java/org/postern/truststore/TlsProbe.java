package org.postern.truststore;

import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Connects to localhost ports, by the JDK's default trust or by ours, and prints how it went. */
final class TlsProbe {

  private TlsProbe() {}

  /** {@code jdk PORT…} or {@code STORE PORT…}. */
  public static void main(String[] arguments) throws Exception {
    SSLContext context =
        arguments[0].equals("jdk")
            ? SSLContext.getDefault()
            : Trust.jdkAnd(TrustStoreFile.at(Path.of(arguments[0]))).sslContext();
    for (int i = 1; i < arguments.length; i++) {
      int port = Integer.parseInt(arguments[i]);
      try (Socket raw = new Socket("127.0.0.1", port);
          SSLSocket socket =
              (SSLSocket) context.getSocketFactory().createSocket(raw, "localhost", port, true)) {
        socket.startHandshake();
        System.out.println("trusted");
      } catch (javax.net.ssl.SSLException e) {
        System.out.println("refused");
      }
    }
  }
}
