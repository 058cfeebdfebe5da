package org.postern.distribution.faultlab;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A proxy that gives everybody the same answer. */
final class StubbornProxy implements AutoCloseable {

  private final ServerSocket server;

  StubbornProxy(String answer) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> serve(answer), "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "http://localhost:" + server.getLocalPort();
  }

  private void serve(String answer) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        InputStream in = client.getInputStream();
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0 && head.indexOf("\r\n\r\n") < 0; ) {
          head.append((char) next);
          next = head.indexOf("\r\n\r\n") < 0 ? in.read() : -1;
        }
        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException gone) {
        // the next one
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
