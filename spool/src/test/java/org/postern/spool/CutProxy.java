package org.postern.spool;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Stands before a server and cuts a client off once it has sent what holds some words: what came
 * with them is still passed on, as it is of a client that is killed when it has sent it.
 */
final class CutProxy implements AutoCloseable {

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int server;
  private final String words;
  private volatile int cuts;

  CutProxy(int server, String words) throws IOException {
    this.server = server;
    this.words = words;
    daemon(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** How many clients were cut off: the first that sends the words, and no other. */
  int cuts() {
    return cuts;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
        daemon(() -> pass(client, behind, false));
        daemon(() -> pass(behind, client, true));
      }
    } catch (IOException closed) {
      // the end of the test
    }
  }

  private void pass(Socket from, Socket to, boolean back) {
    byte[] bytes = new byte[65_536];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        boolean cut = !back && cutsOff(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
        if (cut) {
          from.close();
        }
        to.getOutputStream().write(bytes, 0, read);
        if (cut) {
          return;
        }
      }
    } catch (IOException either) {
      // both are closed
    }
  }

  private synchronized boolean cutsOff(String sent) {
    boolean cut = cuts == 0 && sent.contains(words);
    cuts += cut ? 1 : 0;
    return cut;
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "cut-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
