package org.postern.triggers.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one folder from which a script may read. Immutable. */
public final class AllowedFiles {

  private final Path root;
  private final Path base;

  /**
   * @param root the folder
   * @param base where relative names count from: the script's folder
   */
  public AllowedFiles(Path root, Path base) {
    this.root = root;
    this.base = base;
  }

  /**
   * The file, its links followed, when it lies in the folder.
   *
   * @throws IOException that says what is wrong, where and what to do
   */
  public Path readable(String name) throws IOException {
    Path file = resolve(name);
    if (!Files.exists(file)) {
      throw new IOException(file + " does not exist");
    }
    Path real = file.toRealPath();
    if (!real.startsWith(root.toRealPath())) {
      throw new IOException(
          file
              + " lies outside of "
              + root
              + ", the only folder that scripts may read; set postern.trigger.attachments");
    }
    return real;
  }

  /** The path of this name, from the script's folder; need not exist or be allowed. */
  public Path resolve(String name) {
    return base.resolve(name).normalize();
  }

  /** The folder. */
  public Path root() {
    return root;
  }
}
