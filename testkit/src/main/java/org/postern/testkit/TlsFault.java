package org.postern.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What goes wrong on a connection before it is encrypted, whatever certificate there is. */
public enum TlsFault {
  /** The server knows TLS 1.0 and nothing newer. */
  OLD {
    @Override
    void play(Socket socket, InputStream in) throws IOException {
      socket.getOutputStream().write(ServerTls.tls10Hello());
      drain(in);
    }
  },
  /** The server speaks HTTP in clear, and says so to a ClientHello. */
  PLAIN {
    @Override
    void play(Socket socket, InputStream in) throws IOException {
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      drain(in);
    }
  },
  /** The server listens to the ClientHello, and says nothing until the client gives up. */
  HANG {
    @Override
    void play(Socket socket, InputStream in) throws IOException {
      drain(in);
    }
  },
  /** The server closes the connection after the ClientHello. */
  CLOSE {
    @Override
    void play(Socket socket, InputStream in) {
      // who calls closes
    }
  },
  /** TCP reset after the ClientHello. */
  RESET {
    @Override
    void play(Socket socket, InputStream in) throws IOException {
      // SO_LINGER 0: closing sends RST instead of FIN
      socket.setSoLinger(true, 0);
    }
  };

  /** What the server does once the client has begun; then the connection is closed. */
  abstract void play(Socket socket, InputStream in) throws IOException;

  /** Waits for the client's first bytes, then does it. */
  void play(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    if (in.read(new byte[16 * 1024]) > 0) {
      play(socket, in);
    }
  }

  private static void drain(InputStream in) throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }
}
