package org.postern.relay.internal.listen;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A process that speaks SMTP through a pipe, as {@code sendmail -bs} is asked to. It has time. */
record Pipe(String caller, InputStream in, OutputStream out) implements Peer {

  @Override
  public int read(byte[] buffer, long deadline) throws IOException {
    return in.read(buffer);
  }

  @Override
  public boolean somethingCame() throws IOException {
    return in.available() > 0;
  }

  @Override
  public Optional<InetAddress> address() {
    return Optional.empty();
  }

  @Override
  public boolean encrypted() {
    return false;
  }

  @Override
  public void encrypt(SSLContext context) throws IOException {
    throw new IOException("no TLS through a pipe");
  }

  @Override
  public void allow(long deadline) {
    // whoever started us ends us
  }

  @Override
  public void waiting(long since, boolean between) {
    // nobody else wants its place
  }

  @Override
  public void busy() {
    // as above
  }

  @Override
  public void goodbye() {
    // its end of the pipe says so, too
  }

  @Override
  public Optional<Reply> farewell() {
    return Optional.empty();
  }
}
