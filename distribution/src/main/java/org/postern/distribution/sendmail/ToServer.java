package org.postern.distribution.sendmail;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.distribution.output.ShownAddress;

/**
 * The listener of a server that runs on this host, for users without a right to its spool. It is
 * tried anew with each session.
 *
 * @param addresses where it listens for programs of this host
 * @param why there is no nearer way
 */
record ToServer(List<InetSocketAddress> addresses, String why) implements Way {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofMinutes(5);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

  @Override
  public void converse(InputStream input, OutputStream output) throws IOException, Sysexit {
    try (Socket server = connected()) {
      // whoever speaks has time, and the server says when it is over
      server.setSoTimeout(0);
      OutputStream heard = new BufferedOutputStream(output);
      new LockStep(input, heard, server.getInputStream(), server.getOutputStream()).run();
    }
  }

  @Override
  public List<String> replies(String commands, InputStream body) throws IOException, Sysexit {
    try (Socket server = connected()) {
      return replies(commands.split("\r\n"), body, server);
    } catch (IOException broken) {
      throw new Sysexit(
          Sysexit.TEMPFAIL, "the session with the server broke off: " + broken.getMessage());
    }
  }

  private static List<String> replies(String[] commands, InputStream body, Socket server)
      throws IOException {
    BufferedReader from =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    OutputStream to = new BufferedOutputStream(server.getOutputStream());
    List<String> replies = new ArrayList<>();
    String line = reply(from);
    for (int i = 0; line != null; i++) {
      replies.add(line);
      if (i == commands.length) {
        break;
      }
      to.write((commands[i] + "\r\n").getBytes(StandardCharsets.UTF_8));
      if (i == commands.length - 1) {
        body.transferTo(to);
      }
      to.flush();
      line = reply(from);
    }
    return replies;
  }

  @org.jspecify.annotations.Nullable
  private static String reply(BufferedReader from) throws IOException {
    String line = from.readLine();
    while (line != null && !Way.isLast(line)) {
      line = from.readLine();
    }
    return line;
  }

  private Socket connected() throws Sysexit {
    List<String> tried = new ArrayList<>();
    for (InetSocketAddress address : addresses) {
      Socket socket = new Socket();
      try {
        socket.connect(address, (int) CONNECT.toMillis());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) SILENCE.toMillis());
        return socket;
      } catch (IOException refused) {
        closed(socket);
        tried.add(ShownAddress.of(address) + " (" + refused.getMessage() + ")");
      }
    }
    String where =
        tried.isEmpty()
            ? "postern.relay.listen names no address on which a server could be asked"
            : "no server answers at " + String.join(", ", tried);
    throw new Sysexit(
        Sysexit.TEMPFAIL, why + "; and " + where + "; start it, by `postern run` or as a service");
  }

  private static void closed(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // nothing is lost by that
    }
  }

  /** The server sees a connection of this host: who it was is said here. */
  @Override
  public String trace() {
    return "Received: by localhost (Postern "
        + Caller.ofProcess()
        + ");\r\n\t"
        + DATE.format(ZonedDateTime.now())
        + "\r\n";
  }
}
