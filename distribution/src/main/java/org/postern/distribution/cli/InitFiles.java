package org.postern.distribution.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a new set-up. All are written beside their places first and moved there last, so
 * that an end in between leaves what was; secrets come encrypted. One use.
 */
final class InitFiles {

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final Path folder;
  private final Map<String, String> texts = new LinkedHashMap<>();

  InitFiles(Path folder) {
    this.folder = folder;
  }

  /** A file and what will stand in it. */
  void add(String name, String text) {
    texts.put(name, text);
  }

  /** One line of a property file. */
  static String line(String key, String value) {
    return key + "=" + value.replace("\\", "\\\\") + "\n";
  }

  /** Writes all; returns the backups of what was there. */
  List<Path> write() throws IOException {
    Files.createDirectories(folder);
    Map<Path, Path> moves = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, String> file : texts.entrySet()) {
        moves.put(beside(file.getValue()), folder.resolve(file.getKey()));
      }
      List<Path> backups = new ArrayList<>();
      for (Path place : moves.values()) {
        if (Files.exists(place)) {
          backups.add(backup(place));
        }
      }
      for (Map.Entry<Path, Path> move : moves.entrySet()) {
        Files.move(move.getKey(), move.getValue(), StandardCopyOption.REPLACE_EXISTING);
      }
      return backups;
    } finally {
      for (Path rest : moves.keySet()) {
        Files.deleteIfExists(rest);
      }
    }
  }

  private Path beside(String text) throws IOException {
    Path file = Files.createTempFile(folder, ".init", ".tmp");
    Files.writeString(file, text);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }
    return file;
  }

  private static Path backup(Path place) throws IOException {
    Path backup =
        place.resolveSibling(
            place.getFileName() + "." + LocalDateTime.now().format(STAMP) + ".bak");
    return Files.copy(
        place, backup, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
  }
}
