package org.postern.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;

/** The bytes of one SMTP connection, before and after TLS. Used by one thread. */
final class SmtpWire {

  private static final int LINE_LIMIT = 64 * 1024;

  private final Socket transport;
  private final SmtpSession session;
  private final CountDownLatch serverClosed;
  private Duration pace = Duration.ZERO;
  private Limit output = new Limit("output", Long.MAX_VALUE, Reaction.proceed());
  private Limit input = new Limit("input", Long.MAX_VALUE, Reaction.proceed());
  private InputStream in;
  private OutputStream out;

  SmtpWire(Socket transport, SmtpSession session, CountDownLatch serverClosed) throws IOException {
    this.transport = transport;
    this.session = session;
    this.serverClosed = serverClosed;
    use(transport);
  }

  private void use(Socket socket) throws IOException {
    in = new Counted(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  void startTls(SmtpServerConfig config) throws IOException {
    SSLSocket tls = ServerTls.over(transport, config.identity.orElseThrow());
    if (config.cipherSuites.length > 0) {
      tls.setEnabledCipherSuites(config.cipherSuites);
    }
    if (config.tlsProtocols.length > 0) {
      tls.setEnabledProtocols(config.tlsProtocols);
    }
    tls.startHandshake();
    use(tls);
    session.secured(tls.getSession().getProtocol());
  }

  /** True where the client has sent more than was read: it did not wait for a reply. */
  boolean clientIsAhead() throws IOException {
    return in.available() > 0;
  }

  InputStream in() {
    return in;
  }

  /** The next line without CRLF, as UTF-8; noted in the session. */
  String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int last = -1;
    for (int b = in.read(); b != '\n' || last != '\r'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("client closed");
      }
      note(b, last, line.size());
      line.write(b);
      last = b;
    }
    String text = line.toString(StandardCharsets.UTF_8);
    String command = text.substring(0, text.length() - 1);
    session.received(command);
    return command;
  }

  private void note(int b, int last, int length) throws IOException {
    if (b == '\n') {
      session.violated("bare LF in a command");
    }
    if (last == '\r') {
      session.violated("bare CR in a command");
    }
    if (b == 0) {
      session.violated("NUL in a command");
    }
    if (length == LINE_LIMIT) {
      session.violated("command line of more than " + LINE_LIMIT + " bytes");
      throw new IOException("command line too long");
    }
  }

  /** Sends and returns the reply code that the bytes begin with, if any. */
  int sendRaw(byte[] bytes) throws IOException {
    session.said(bytes);
    Duration slow = pace;
    pace = Duration.ZERO;
    if (slow.isZero()) {
      write(bytes);
    } else {
      for (byte b : bytes) {
        write(new byte[] {b});
        ServerThreads.pause(slow);
      }
    }
    return code(bytes);
  }

  /** The next reply leaves one byte at a time, that far apart. */
  void slowDown(Duration between) {
    pace = between;
  }

  /** Once {@code count} bytes have left, and before the next one does, this happens. */
  void afterOutput(long count, Reaction reaction) {
    output = new Limit("output", count, reaction);
  }

  /** Once {@code count} bytes have been read, and before the next one is, this happens. */
  void afterInput(long count, Reaction reaction) {
    input = new Limit("input", count, reaction);
  }

  private void write(byte[] bytes) throws IOException {
    int first = (int) Math.min(output.left, bytes.length);
    output.left -= first;
    out.write(bytes, 0, first);
    out.flush();
    if (first < bytes.length) {
      output.strike();
      out.write(bytes, first, bytes.length - first);
      out.flush();
    }
  }

  /** Bytes that may still pass. */
  private final class Limit {
    private final String what;
    private final long count;
    private final Reaction reaction;
    private long left;

    Limit(String what, long count, Reaction reaction) {
      this.what = what;
      this.count = count;
      this.left = count;
      this.reaction = reaction;
    }

    /** Happens once; a reaction that does not end the connection lets the rest pass. */
    void strike() throws IOException {
      session.noted("a rule strikes after " + count + " bytes of " + what);
      left = Long.MAX_VALUE;
      reaction.perform(SmtpWire.this, "", () -> {});
    }
  }

  /** Counts what is read, byte by byte. */
  private final class Counted extends FilterInputStream {
    Counted(InputStream from) {
      super(from);
    }

    @Override
    public int read() throws IOException {
      if (input.left == 0) {
        input.strike();
      }
      input.left--;
      return super.read();
    }
  }

  static int code(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(4, bytes.length), StandardCharsets.ISO_8859_1);
    return start.matches("[2-5][0-9][0-9](?s:.)?")
        ? Integer.parseInt(start.substring(0, 3))
        : Reaction.NO_REPLY;
  }

  void flood(byte[] unit) throws IOException {
    int copies = Math.max(1, 8192 / unit.length);
    byte[] block = new byte[copies * unit.length];
    for (int i = 0; i < copies; i++) {
      System.arraycopy(unit, 0, block, i * unit.length, unit.length);
    }
    while (!transport.isClosed()) {
      out.write(block);
    }
  }

  /** Waits until the client says something. */
  void awaitClient() throws IOException {
    if (in.read() < 0) {
      throw new EOFException("client closed");
    }
  }

  /** Reads and drops until the client goes away. */
  void drain() throws IOException {
    while (in.read() >= 0) {
      // what comes after the server has lost interest is of no interest
    }
    throw new EOFException("client gave up");
  }

  /** Neither reads nor writes until the server is closed. */
  void stall() throws IOException {
    ServerThreads.await(serverClosed);
    throw new EOFException("server closed");
  }

  void close() throws IOException {
    out.close();
    transport.close();
    throw new EOFException("closed as scripted");
  }

  void reset() throws IOException {
    // SO_LINGER 0: closing sends RST instead of FIN, and drops what was not yet sent
    transport.setSoLinger(true, 0);
    transport.close();
    throw new EOFException("reset as scripted");
  }
}
