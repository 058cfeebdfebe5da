package org.postern.spool.internal.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite, which its driver first unpacks into the folder for temporary files. Hardened
 * systems forbid programs there (mount option noexec): then it is unpacked into the spool's folder.
 */
final class SqliteLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);
  private static final String FOLDER = "org.sqlite.tmpdir";

  private SqliteLibrary() {}

  /** Neither folder lets it be loaded. */
  static final class Missing extends SQLException {

    private static final long serialVersionUID = 1;

    private Missing(String message, Exception cause) {
      super(message, cause);
    }
  }

  /** Does nothing where it is loaded. */
  static synchronized void load(Path spool) throws Missing {
    if (!loaded() && System.getProperty(FOLDER) == null) {
      System.setProperty(FOLDER, spool.toString());
      try {
        SQLiteJDBCLoader.initialize();
        LOG.info(
            "SQLite could not be loaded from {} (noexec, or full?) and is loaded from {}",
            System.getProperty("java.io.tmpdir"),
            spool);
      } catch (Exception nowhere) {
        throw missing(spool, nowhere);
      } finally {
        System.clearProperty(FOLDER);
      }
    }
  }

  private static boolean loaded() throws Missing {
    try {
      return SQLiteJDBCLoader.initialize();
    } catch (Exception notThere) {
      String named = System.getProperty(FOLDER);
      if (named != null) {
        throw missing(Path.of(named), notThere);
      }
      return false;
    }
  }

  private static Missing missing(Path folder, Exception why) {
    return new Missing(
        "SQLite cannot be loaded, neither from the folder for temporary files ("
            + System.getProperty("java.io.tmpdir")
            + ") nor from "
            + folder
            + ": see that one of them may be written, has 2 MB of room and allows programs (no mount"
            + " option noexec), or name another by POSTERN_JAVA_OPTS=-D"
            + FOLDER
            + "=FOLDER",
        why);
  }
}
