package org.postern.distribution.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.postern.crypto.AtomicFile;

/**
 * Files of one folder that belong together and change together. All are written into a folder of
 * their own first, which then gets the name that says: these are whole. What is cut off before that
 * has changed nothing; what is cut off after it is finished by {@link #finish}. What was there is
 * kept as a backup. One thread.
 */
public final class FileSet {

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final String BEGUN = ".postern-init.part";
  private static final String WHOLE = ".postern-init";

  private final Path folder;
  private final Consumer<String> passing;
  private final Map<String, Content> contents = new LinkedHashMap<>();

  private record Content(byte[] bytes, String mode) {}

  /**
   * What became of it.
   *
   * @param files in their places now
   * @param backups of what was there
   */
  public record Done(List<Path> files, List<Path> backups) {}

  /** For this folder, which need not exist. */
  public FileSet(Path folder) {
    this(folder, step -> {});
  }

  /** {@code passing} hears of each step that is done. */
  FileSet(Path folder, Consumer<String> passing) {
    this.folder = folder;
    this.passing = passing;
  }

  /**
   * One more file.
   *
   * @param mode of a new one, such as {@code rw-------}; one that is there keeps its own
   */
  public FileSet add(String name, byte[] bytes, String mode) {
    contents.put(name, new Content(bytes.clone(), mode));
    return this;
  }

  /** True where a change of this folder was cut off when its files were whole. */
  public static boolean unfinished(Path folder) {
    return Files.isDirectory(folder.resolve(WHOLE));
  }

  /** Finishes a change that was cut off, or clears away one that had not come so far. */
  public static Optional<Done> finish(Path folder) throws IOException {
    FileSet earlier = new FileSet(folder);
    remove(folder.resolve(BEGUN));
    return unfinished(folder) ? Optional.of(earlier.moveAll()) : Optional.empty();
  }

  /**
   * Puts all files in their places.
   *
   * @throws IOException where that cannot be; {@link #finish} then decides what is left of it
   */
  public Done write() throws IOException {
    Files.createDirectories(folder);
    finish(folder);
    Path begun = Files.createDirectory(folder.resolve(BEGUN));
    for (Map.Entry<String, Content> one : contents.entrySet()) {
      Path file = begun.resolve(one.getKey());
      AtomicFile.write(file, one.getValue().bytes());
      mode(file, one.getValue().mode());
      passing.accept("wrote " + one.getKey());
    }
    AtomicFile.sync(begun);
    Files.move(begun, folder.resolve(WHOLE), StandardCopyOption.ATOMIC_MOVE);
    AtomicFile.sync(folder);
    passing.accept("whole");
    return moveAll();
  }

  private Done moveAll() throws IOException {
    Path whole = folder.resolve(WHOLE);
    List<Path> files = new ArrayList<>();
    List<Path> backups = new ArrayList<>();
    for (Path file : visible(whole)) {
      Path place = folder.resolve(file.getFileName());
      if (!Files.exists(place)) {
        Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
      } else {
        byte[] bytes = Files.readAllBytes(file);
        if (!Arrays.equals(bytes, Files.readAllBytes(place))) {
          backups.add(backup(place));
          passing.accept("kept " + file.getFileName());
          AtomicFile.write(place, bytes);
          passing.accept("replaced " + file.getFileName());
        }
        Files.delete(file);
      }
      files.add(place);
      passing.accept("placed " + file.getFileName());
    }
    AtomicFile.sync(folder);
    remove(whole);
    AtomicFile.sync(folder);
    return new Done(files, backups);
  }

  /** Without the locks and the parts that the writer of files makes, sorted. */
  private static List<Path> visible(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(f -> !f.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  private static Path backup(Path place) throws IOException {
    String name = place.getFileName() + "." + LocalDateTime.now().format(STAMP);
    Path backup = place.resolveSibling(name + ".bak");
    for (int next = 2; Files.exists(backup); next++) {
      backup = place.resolveSibling(name + "-" + next + ".bak");
    }
    // mode 0600, whatever was there: it may hold a secret in plain text
    AtomicFile.write(backup, Files.readAllBytes(place));
    return backup;
  }

  private static void mode(Path file, String mode) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
  }

  private static void remove(Path made) throws IOException {
    if (!Files.isDirectory(made)) {
      return;
    }
    try (Stream<Path> all = Files.list(made)) {
      for (Path one : all.toList()) {
        Files.delete(one);
      }
    }
    Files.delete(made);
  }
}
