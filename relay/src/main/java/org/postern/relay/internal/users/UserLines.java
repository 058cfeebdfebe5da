package org.postern.relay.internal.users;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file as it stands, {@code name:hash} on a line; comments and blank lines that a person has
 * put there stay where they are.
 */
final class UserLines {

  private final List<String> lines;
  private final Map<String, PasswordHash> users = new TreeMap<>();

  private UserLines(List<String> lines) throws IOException {
    this.lines = lines;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        String name = line.substring(0, line.indexOf(':'));
        users.put(name, PasswordHash.parse(line.substring(name.length() + 1)));
      } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
        throw new IOException(
            "line " + (i + 1) + " is no user; remove it and run `postern relay user add`",
            malformed);
      }
    }
  }

  /** None where there is no file. */
  static UserLines of(Path file) throws IOException {
    try {
      return new UserLines(new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8)));
    } catch (NoSuchFileException none) {
      return new UserLines(new ArrayList<>());
    }
  }

  /** Sorted by name. */
  Map<String, PasswordHash> users() {
    return users;
  }

  /** False where the user was there, and has another hash now. */
  boolean put(String name, PasswordHash hash) {
    String line = name + ":" + hash;
    if (users.put(name, hash) == null) {
      lines.add(line);
      return true;
    }
    lines.replaceAll(old -> isOf(name, old) ? line : old);
    return false;
  }

  /** False where there is none of this name. */
  boolean remove(String name) {
    lines.removeIf(line -> isOf(name, line));
    return users.remove(name) != null;
  }

  private static boolean isOf(String name, String line) {
    return line.startsWith(name + ":");
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
