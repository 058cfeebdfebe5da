package org.postern.relay.internal.users;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.postern.core.settings.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lines {@code name:hash}, sorted by name. Read anew when the file has changed. Thread safe. */
public final class UserFile {

  private static final Logger LOG = LoggerFactory.getLogger(UserFile.class);

  /** What a name that does not exist is compared with, so that it takes as long. */
  private static final PasswordHash NOBODY = PasswordHash.nobodys();

  private final Path path;
  private final Remembered remembered = new Remembered();
  private FileStamp stamp = FileStamp.NONE;
  private Map<String, PasswordHash> known = Map.of();

  /** The file need not exist. */
  public UserFile(Path path) {
    this.path = path;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** False where the user was there already, and has another password now. */
  public boolean put(String name, Secret password) {
    if (!name.matches("[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~.@-]{1,64}")) {
      throw new IllegalArgumentException(
          "\"" + name + "\" cannot be a user's name; take 1 to 64 letters, digits, . _ - and @");
    }
    if (password.isEmpty()) {
      throw new IllegalArgumentException("the password is empty; give one");
    }
    PasswordHash hash = PasswordHash.of(password);
    boolean[] fresh = {false};
    change(users -> fresh[0] = users.put(name, hash) == null);
    return fresh[0];
  }

  /** False where there is none of this name. */
  public boolean remove(String name) {
    boolean[] there = {false};
    change(users -> there[0] = users.remove(name) != null);
    return there[0];
  }

  private synchronized void change(Consumer<Map<String, PasswordHash>> what) {
    try {
      Map<String, PasswordHash> users = read();
      what.accept(users);
      StringBuilder text = new StringBuilder();
      users.forEach((name, hash) -> text.append(name).append(':').append(hash).append('\n'));
      OwnFile.replace(path, text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException unusable) {
      throw new UncheckedIOException(path + " cannot be changed: " + unusable, unusable);
    }
  }

  /** All names, sorted. */
  public List<String> names() {
    try {
      return List.copyOf(read().keySet());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(path + " cannot be read: " + unreadable, unreadable);
    }
  }

  private Map<String, PasswordHash> read() throws IOException {
    Map<String, PasswordHash> users = new TreeMap<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(path, StandardCharsets.UTF_8);
    } catch (NoSuchFileException none) {
      return users;
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int colon = line.indexOf(':');
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        users.put(line.substring(0, colon), PasswordHash.parse(line.substring(colon + 1)));
      } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
        throw new IOException(
            "line " + (i + 1) + " is no user; remove it and run `postern relay user add`",
            malformed);
      }
    }
    return users;
  }

  /** As said at {@code LocalUsers}. */
  public boolean verify(String name, Secret password) {
    PasswordHash hash = current().getOrDefault(name, NOBODY);
    if (remembered.has(name, password, hash)) {
      return true;
    }
    boolean right = hash.matches(password) && hash != NOBODY;
    if (right) {
      remembered.add(name, password, hash);
    }
    return right;
  }

  private synchronized Map<String, PasswordHash> current() {
    try {
      FileStamp now = FileStamp.of(path);
      if (!now.equals(stamp)) {
        known = Map.copyOf(read());
        stamp = now;
      }
      return known;
    } catch (IOException unreadable) {
      LOG.error("{} cannot be read, so nobody can log in: {}", path, unreadable.toString());
      stamp = FileStamp.NONE;
      known = Map.of();
      return known;
    }
  }
}
