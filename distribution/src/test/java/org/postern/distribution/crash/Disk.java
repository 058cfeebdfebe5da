package org.postern.distribution.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * An ext4 file system in a file, which can lose its power: EXT4_IOC_SHUTDOWN without a flush of the
 * journal, after which nothing reaches the disk, and what had not reached it is gone. Left out
 * where this system mounts no such thing.
 */
final class Disk implements AutoCloseable {

  private static final String CUT =
      """
      import fcntl, os, signal, struct, sys
      disk = os.open(sys.argv[1], os.O_RDONLY)
      os.kill(int(sys.argv[2]), signal.SIGSTOP)
      fcntl.ioctl(disk, 0x8004587d, struct.pack('I', 2))
      """;

  private final Path image;
  private final Path path;

  private Disk(Path image, Path path) {
    this.image = image;
    this.path = path;
  }

  static Disk mounted(Path folder, int megabytes) throws IOException {
    Disk disk = new Disk(folder.resolve("disk.img"), folder.resolve("disk"));
    try (RandomAccessFile file = new RandomAccessFile(disk.image.toFile(), "rw")) {
      file.setLength((long) megabytes << 20);
    }
    Files.createDirectory(disk.path);
    Assumptions.assumeTrue(run("mkfs.ext4", "-q", disk.image.toString()).isEmpty(), "mkfs.ext4");
    String refused = disk.mount();
    Assumptions.assumeTrue(refused.isEmpty(), () -> "no file system can be mounted: " + refused);
    return disk;
  }

  Path path() {
    return path;
  }

  /**
   * At the same moment the process says nothing any more, as in a real power cut: else it would be
   * told by some kernels that a sync under way had worked, and pass that on.
   */
  void losePower(long process) throws IOException {
    String refused = run("python3", "-c", CUT, path.toString(), Long.toString(process));
    if (!refused.isEmpty()) {
      Assumptions.abort("this kernel does not cut a file system off: " + refused);
    }
  }

  /** Mounts it again; ext4 replays its journal. */
  void powerUp() throws IOException {
    assertThat(run("umount", path.toString())).isEmpty();
    assertThat(mount()).isEmpty();
  }

  private String mount() throws IOException {
    return run("mount", "-o", "loop", image.toString(), path.toString());
  }

  @Override
  public void close() throws IOException {
    String busy = run("umount", path.toString());
    if (!busy.isEmpty()) {
      run("umount", "-l", path.toString());
    }
  }

  /** What it complained of; "" where it went well. */
  private static String run(String... line) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(line).redirectErrorStream(true).start();
    } catch (IOException absent) {
      return line[0] + " is not installed";
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return process.waitFor() == 0 ? "" : line[0] + ": " + said.strip() + ".";
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
