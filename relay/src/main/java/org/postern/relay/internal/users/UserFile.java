package org.postern.relay.internal.users;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.postern.core.settings.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Users in a file, which is read anew when it has changed. Thread safe, also among processes. */
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
    return change(lines -> lines.put(name, hash));
  }

  /** False where there is none of this name. */
  public boolean remove(String name) {
    return change(lines -> lines.remove(name));
  }

  private boolean change(Predicate<UserLines> what) {
    try (OwnFile file = OwnFile.lock(path)) {
      UserLines lines = UserLines.of(file.path());
      boolean result = what.test(lines);
      file.replace(lines.bytes());
      return result;
    } catch (IOException unusable) {
      throw new UncheckedIOException(path + " cannot be changed: " + unusable, unusable);
    }
  }

  /** All names, sorted. */
  public List<String> names() {
    try {
      return List.copyOf(UserLines.of(path).users().keySet());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(path + " cannot be read: " + unreadable, unreadable);
    }
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
        known = Map.copyOf(UserLines.of(path).users());
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
