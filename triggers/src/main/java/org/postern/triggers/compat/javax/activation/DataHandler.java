package org.postern.triggers.compat.javax.activation;

import jakarta.activation.DataSource;
import java.io.IOException;
import java.net.URL;
import org.postern.triggers.compat.text.Utf8;

/** A data handler that fetches nothing from the network. */
public final class DataHandler extends jakarta.activation.DataHandler {

  /** Of a source. */
  public DataHandler(DataSource source) {
    super(source);
  }

  /** Of an object of a type. */
  public DataHandler(Object object, String type) {
    super(object, Utf8.type(object, type));
  }

  /** Of a file that the run may read; every other URL is refused. */
  public DataHandler(URL url) throws IOException {
    super(new URLDataSource(url));
  }
}
