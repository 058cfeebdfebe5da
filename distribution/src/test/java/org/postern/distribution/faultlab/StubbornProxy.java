package org.postern.distribution.faultlab;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A proxy that gives everybody the same answer. */
final class StubbornProxy implements AutoCloseable {

  private final OneByOne server;

  StubbornProxy(String answer) throws IOException {
    server = new OneByOne("proxy", client -> answer(client, answer));
  }

  String url() {
    return "http://localhost:" + server.port();
  }

  private static void answer(Socket client, String answer) throws IOException {
    InputStream in = client.getInputStream();
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next >= 0 && head.indexOf("\r\n\r\n") < 0; ) {
      head.append((char) next);
      next = head.indexOf("\r\n\r\n") < 0 ? in.read() : -1;
    }
    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
