package org.postern.auth.oauth;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.core.settings.Secret;
import org.postern.core.spi.SecretKeeper;

/** Keeps one secret in memory, and can be told that the disk is full. */
final class MemoryKeeper implements SecretKeeper {

  private final ReentrantLock lock = new ReentrantLock();
  private final List<String> history = new ArrayList<>();
  private Optional<Secret> secret;
  private boolean full;
  private boolean unreadable;

  MemoryKeeper(Optional<String> first) {
    this.secret = first.map(Secret::of);
  }

  /** Whether writes fail from now on. */
  void full(boolean now) {
    full = now;
  }

  /** Whether the file cannot be opened from now on. */
  void unreadable(boolean now) {
    unreadable = now;
  }

  /** As another process would. */
  void put(String text) {
    secret = Optional.of(Secret.of(text));
  }

  Optional<String> secret() {
    return secret.map(Secret::reveal);
  }

  /** All that was written, in order. */
  List<String> history() {
    return history;
  }

  @Override
  public Decoded decode(String property, String value) {
    return PLAIN.decode(property, value);
  }

  @Override
  public Kept open(Path file, String name) throws IOException {
    if (unreadable) {
      throw new IOException(file + " cannot be decrypted: no such key");
    }
    lock.lock();
    return new Kept() {
      @Override
      public Optional<Secret> secret() {
        return secret;
      }

      @Override
      public void replace(Secret fresh) throws IOException {
        if (full) {
          throw new IOException(file + " cannot be written: no space left on device");
        }
        secret = Optional.of(fresh);
        history.add(fresh.reveal());
      }

      @Override
      public void close() {
        lock.unlock();
      }
    };
  }
}
