package org.postern.triggers.compat.javax.activation;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;

/** A URL as a data source: refused, since a script has no way to the network. */
public final class URLDataSource extends jakarta.activation.URLDataSource {

  /** Always refused. */
  public URLDataSource(URL url) throws IOException {
    super(url);
    throw new IOException(
        url + " is not fetched for a script; keep the file beside the script, use FileDataSource");
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    throw new IOException("scripts do not write to URLs");
  }
}
