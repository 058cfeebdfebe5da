package org.postern.distribution.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees that files of the settings are not what they were when they were applied. */
final class ChangedFiles {

  private static final Logger LOG = LoggerFactory.getLogger(ChangedFiles.class);

  private final Map<Path, String> known = new HashMap<>();
  private final Map<Path, String> told = new HashMap<>();

  /** These files are in force as they are now. */
  synchronized void applied(List<Path> files) {
    known.clear();
    told.clear();
    files.forEach(file -> known.put(file, stamp(file)));
  }

  /** Says once of each change that it is not in force; the names of what it told of, sorted. */
  synchronized List<Path> look() {
    TreeSet<Path> changed = new TreeSet<>();
    known.forEach(
        (file, before) -> {
          String now = stamp(file);
          boolean news = !now.equals(before) && !Objects.equals(told.put(file, now), now);
          if (news) {
            changed.add(file);
          }
        });
    changed.forEach(
        file ->
            LOG.warn(
                "{} was changed, and is not in force: `postern reload` applies it, or says what is"
                    + " wrong with it",
                file));
    return List.copyOf(changed);
  }

  /** Those that are not what is in force, sorted. */
  synchronized List<Path> pending() {
    return known.entrySet().stream()
        .filter(file -> !stamp(file.getKey()).equals(file.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** What tells a change; reads no content, for that may be large or secret. */
  static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException absent) {
      return "absent";
    }
  }
}
