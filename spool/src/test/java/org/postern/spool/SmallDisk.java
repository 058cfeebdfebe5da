package org.postern.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A file system of a few megabytes; tests that need one are left out where none can be mounted. */
final class SmallDisk implements AutoCloseable {

  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  static SmallDisk mounted(Path at, int megabytes) throws IOException {
    Path path = Files.createDirectories(at);
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=700", "none", path + "");
    Assumptions.assumeTrue(mounted, "a file system can be mounted here");
    return new SmallDisk(path);
  }

  private static boolean run(String... command) throws IOException {
    return new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .onExit()
            .join()
            .exitValue()
        == 0;
  }

  Path path() {
    return path;
  }

  void readOnly() throws IOException {
    remount("ro");
  }

  /** Forbids programs. */
  void noExec() throws IOException {
    remount("noexec");
  }

  private void remount(String option) throws IOException {
    if (!run("mount", "-o", "remount," + option, path.toString())) {
      throw new IOException(path + " cannot be mounted " + option);
    }
  }

  @Override
  public void close() throws IOException {
    if (!run("umount", path.toString()) && !run("umount", "-l", path.toString())) {
      throw new IOException(path + " is still mounted");
    }
  }
}
