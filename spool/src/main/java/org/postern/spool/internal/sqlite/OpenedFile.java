package org.postern.spool.internal.sqlite;

import java.util.Optional;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the file that the writer has open is still the one of that name: what is written to a
 * file without a name is lost. Used by the writer's thread alone.
 */
final class OpenedFile {

  private static final Logger LOG = LoggerFactory.getLogger(OpenedFile.class);

  private final SpoolFolder folder;
  private final Optional<Possession> possession;
  private final Ailments ailments;
  private Object identity = "";

  /**
   * Nothing is open yet.
   *
   * @param possession empty for a guest
   */
  OpenedFile(SpoolFolder folder, Optional<Possession> possession, Ailments ailments) {
    this.folder = folder;
    this.possession = possession;
    this.ailments = ailments;
  }

  /** It is open now. */
  void opened() {
    identity = folder.identity();
  }

  /** Before each transaction; of a folder that is in its place it asks for one file alone. */
  void check() {
    if (identity.equals(folder.identity())) {
      return;
    }
    ailments.note(Ailments.Kind.MOVED);
    possession.ifPresent(Possession::check);
    if (folder.isGone()) {
      throw folder.gone();
    }
    if (possession.isPresent()) {
      LOG.error(
          "{} was deleted or exchanged while the server ran. It goes on with the file that is there"
              + " now, or a new one: mail that waited in the one before is not in it",
          folder.database());
    }
    throw new SpoolException(
        Kind.BUSY, folder.database() + " was deleted or exchanged by another program; send again");
  }

  /** In a quiet moment: whether the folder is the one that the server has locked. */
  void checkFolder() {
    try {
      possession.ifPresent(Possession::checkSoon);
    } catch (SpoolException lost) {
      ailments.note(Ailments.Kind.MOVED);
      throw lost;
    }
  }
}
