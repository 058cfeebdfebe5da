package org.postern.spool.internal.sqlite;

import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.postern.spool.internal.sql.Database.Reading;
import org.postern.spool.internal.sql.Session;

/** A few sessions that only read. Thread safe. */
final class Readers {

  private static final int MOST = 4;

  /** Opens a session. */
  @FunctionalInterface
  interface Opener {
    /** Opens one. */
    Session open() throws SQLException;
  }

  private final Opener opener;
  private final Semaphore turns = new Semaphore(MOST, true);
  private final ConcurrentLinkedQueue<Session> idle = new ConcurrentLinkedQueue<>();

  Readers(Opener opener) {
    this.opener = opener;
  }

  <T> T read(Reading<T> reading) throws SQLException {
    turns.acquireUninterruptibly();
    try {
      Session session = idle.poll();
      if (session == null) {
        session = opener.open();
      }
      boolean sound = false;
      try {
        T value = reading.in(session);
        sound = true;
        return value;
      } finally {
        if (sound) {
          idle.add(session);
        } else {
          session.close();
        }
      }
    } finally {
      turns.release();
    }
  }

  /** Closes all, when those that read are done; reading after that opens new ones. */
  void close() throws SQLException {
    turns.acquireUninterruptibly(MOST);
    try {
      for (Session one = idle.poll(); one != null; one = idle.poll()) {
        one.close();
      }
    } finally {
      turns.release(MOST);
    }
  }
}
