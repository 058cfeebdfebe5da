package org.postern.triggers.compat.org.apache.commons.mail.resolver;

import jakarta.activation.DataSource;
import jakarta.activation.FileDataSource;
import java.io.File;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.postern.triggers.internal.run.CurrentRun;

/** Finds images of an HTML body below the folder that the run may read. */
public final class DataSourceFileResolver
    extends org.apache.commons.mail2.jakarta.resolver.DataSourceFileResolver {

  /** Below the script's folder. */
  public DataSourceFileResolver() {
    super(new File(".")); // a file in File("") would be one in the root of the disk
  }

  /** Below this folder. */
  public DataSourceFileResolver(File folder) {
    super(folder);
  }

  /** Below this folder; what is not there is left as it is where {@code lenient}. */
  public DataSourceFileResolver(File folder, boolean lenient) {
    super(folder, lenient);
  }

  @Override
  public @Nullable DataSource resolve(String location, boolean lenient) throws IOException {
    if (location.startsWith("cid:")) {
      return null;
    }
    File file = new File(location);
    File there = file.isAbsolute() ? file : new File(getBaseDir(), location);
    try {
      return new FileDataSource(CurrentRun.get().files().readable(there.getPath()).toFile());
    } catch (IOException absent) {
      if (lenient) {
        return null;
      }
      throw absent;
    }
  }
}
