package org.postern.distribution.faultlab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A server that says yes to STARTTLS and goes on in clear: not before the client has begun its
 * handshake, since what comes earlier would be something else, an injection.
 */
final class ClearAfterStarttls {

  private ClearAfterStarttls() {}

  static OneByOne start() throws IOException {
    return new OneByOne("clear-after-starttls", ClearAfterStarttls::talk);
  }

  private static void talk(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    OutputStream out = client.getOutputStream();
    say(out, "220 localhost ESMTP");
    in.readLine(); // EHLO
    say(out, "250-localhost\r\n250 STARTTLS");
    in.readLine(); // STARTTLS
    say(out, "220 go");
    if (in.read() >= 0) {
      say(out, "250 in clear");
    }
    while (in.read() >= 0) {
      // until the client goes away, so that no reset overtakes the line
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }
}
