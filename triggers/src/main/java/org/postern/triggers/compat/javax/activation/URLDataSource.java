package org.postern.triggers.compat.javax.activation;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import org.postern.triggers.internal.run.CurrentRun;

/** A file that the run may read, by its URL; the network is not asked. */
public final class URLDataSource extends jakarta.activation.URLDataSource {

  /** A {@code file:} URL; every other one is refused. */
  public URLDataSource(URL url) throws IOException {
    super(readable(url).toURI().toURL());
  }

  /**
   * The file behind a URL.
   *
   * @throws IOException when it is none, or none that the run may read
   */
  public static File readable(URL url) throws IOException {
    if (!"file".equals(url.getProtocol())) {
      throw new IOException(
          url.getProtocol()
              + "://"
              + url.getHost()
              + " is not fetched for a script; keep the file beside the script");
    }
    try {
      return CurrentRun.get()
          .files()
          .readable(new File(URI.create(url.toString())).getPath())
          .toFile();
    } catch (IllegalArgumentException noPath) {
      throw new IOException(url + " names no file: " + noPath.getMessage(), noPath);
    }
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    throw new IOException("scripts do not write to URLs");
  }
}
