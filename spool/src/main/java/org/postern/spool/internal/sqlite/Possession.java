package org.postern.spool.internal.sqlite;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's hold on the folder of its spool. A disk that is unmounted, or a folder that is moved,
 * leaves an empty place or another folder behind: there the lock proves nothing, a second server
 * may be at work, and mail that is taken in is missed when the old folder is back. Thread safe.
 */
final class Possession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Possession.class);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final SpoolFolder folder;
  private final Object place;
  private SpoolLock lock;
  private long lastLook = System.nanoTime();
  private volatile Optional<SpoolException> lost = Optional.empty();

  private Possession(SpoolFolder folder) {
    this.folder = folder;
    this.lock = SpoolLock.take(folder);
    this.place = SpoolFolder.identity(folder.path());
  }

  /**
   * Begins.
   *
   * @throws SpoolException of kind {@link Kind#IN_USE} where another server has it
   */
  static Possession take(SpoolFolder folder) {
    return new Possession(folder);
  }

  /** Looks whether it still holds, and throws where it does not. The log says once what changed. */
  synchronized void check() {
    lastLook = System.nanoTime();
    Optional<SpoolException> before = lost;
    lost = fault();
    if (lost.isPresent() && !said(lost).equals(said(before))) {
      LOG.error("No mail is taken in, and none leaves: {}", lost.get().getMessage());
    } else if (lost.isEmpty() && before.isPresent()) {
      LOG.info("The spool {} is back: mail is taken in and leaves again", folder.path());
    }
    refuse();
  }

  /** A folder that is gone may be exchanged a moment later, which asks for another remedy. */
  private static Optional<String> said(Optional<SpoolException> fault) {
    return fault.map(SpoolException::getMessage);
  }

  /** As {@link #check}, once a second at most. */
  synchronized void checkSoon() {
    if (System.nanoTime() - lastLook >= PAUSE_NANOS) {
      check();
    }
  }

  /** Throws where the last look found that it does not hold. */
  void refuse() {
    if (lost.isPresent()) {
      SpoolException seen = lost.get();
      throw new SpoolException(seen.kind(), seen.getMessage(), seen);
    }
  }

  private Optional<SpoolException> fault() {
    if (lock.holds()) {
      return Optional.empty();
    }
    if (folder.isGone()) {
      return Optional.of(folder.gone());
    }
    if (!place.equals(SpoolFolder.identity(folder.path()))) {
      return Optional.of(folder.exchanged());
    }
    return lockedAnew();
  }

  /** The folder is the same, and only the file of the lock was taken away. */
  private Optional<SpoolException> lockedAnew() {
    lock.close();
    try {
      lock = SpoolLock.take(folder);
      LOG.warn(
          "{}/spool.lock was deleted while the server ran, and is made anew; leave it there: it"
              + " keeps a second server out",
          folder.path());
      return Optional.empty();
    } catch (SpoolException refused) {
      return Optional.of(refused);
    }
  }

  @Override
  public synchronized void close() {
    lock.close();
  }
}
