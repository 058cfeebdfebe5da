package org.postern.relay;

import java.nio.file.Path;
import java.util.List;
import org.postern.core.settings.Secret;
import org.postern.relay.internal.users.UserFile;

/**
 * The users that may log in to the relay: a file of names with salted hashes, written as a whole,
 * readable by its owner alone. Changes, by this process or another, count from the next login on.
 * Thread safe.
 */
public final class LocalUsers {

  private final UserFile file;

  private LocalUsers(UserFile file) {
    this.file = file;
  }

  /** The users of this file, which need not exist yet. Nothing is read. */
  public static LocalUsers in(Path file) {
    return new LocalUsers(new UserFile(file));
  }

  /** Where they are kept. */
  public Path file() {
    return file.path();
  }

  /**
   * Adds a user, or gives a user that is there another password.
   *
   * @param name 1 to 64 printable characters without blanks and colons
   * @return false where the user was there already
   * @throws IllegalArgumentException where the name cannot be, or the password is empty
   * @throws java.io.UncheckedIOException where the file cannot be read or written
   */
  public boolean put(String name, Secret password) {
    return file.put(name, password);
  }

  /**
   * Removes a user.
   *
   * @return false where there is none of this name
   * @throws java.io.UncheckedIOException where the file cannot be read or written
   */
  public boolean remove(String name) {
    return file.remove(name);
  }

  /**
   * All names, sorted; empty where there is no file.
   *
   * @throws java.io.UncheckedIOException where the file cannot be read
   */
  public List<String> names() {
    return file.names();
  }

  /**
   * True where the user exists and this is the password. Takes a good part of a second of a
   * processor on purpose, for users that do not exist too; a password that was right is remembered
   * for a while. Where the file cannot be read, nobody may log in, and the log says so.
   */
  public boolean verify(String name, Secret password) {
    return file.verify(name, password);
  }
}
