package org.postern.core.internal.mode;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.core.files.FileOwner;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MessageBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of mails that did not leave, one whole file each. A file has its name only once all of
 * it is on disk; names in the order of the alphabet are in the order of time. What root puts there
 * belongs to the account that the folder is of. Thread safe.
 */
public final class CaptureFolder {

  private static final Logger LOG = LoggerFactory.getLogger(CaptureFolder.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  private static final int ROUND = 10_000;
  private static final int BUFFER = 64 * 1024;

  private final Path folder;
  private final Clock clock;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicBoolean looked = new AtomicBoolean();

  /**
   * @param folder need not exist; it is made with the first mail, for its owner alone
   */
  public CaptureFolder(Path folder, Clock clock) {
    this.folder = folder.toAbsolutePath().normalize();
    this.clock = clock;
  }

  /**
   * Writes a mail with its envelope.
   *
   * @return its file
   * @throws IOException when it cannot be written whole; then nothing of it is there
   */
  public Path write(Envelope envelope, MessageBody body) throws IOException {
    make();
    Instant now = clock.instant();
    String name =
        "%s-%04d-%s.eml"
            .formatted(
                TIME.format(now),
                Math.floorMod(count.getAndIncrement(), ROUND),
                UUID.randomUUID().toString().substring(0, 8));
    Path part = folder.resolve("." + name + ".part");
    try {
      try (FileChannel file = FileChannel.open(part, NEW, attributes("rw-------"))) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
        EnvelopeFields.of(envelope, now).before(body).writeTo(out);
        out.flush();
        file.force(true);
      }
      FileOwner.like(folder, part);
      Path whole = folder.resolve(name);
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
      sync();
      return whole;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void make() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder.getParent());
      Files.createDirectories(folder, attributes("rwx------"));
      FileOwner.like(folder.getParent(), folder);
    }
    if (!looked.getAndSet(true) && posix()) {
      String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
      if (!rights.endsWith("------")) {
        LOG.warn("Others may look into the captured mail of {}: chmod 700 {}", folder, folder);
      }
    }
  }

  /** So that the name, too, outlives a power cut; Windows opens no folders, and needs it not. */
  private void sync() throws IOException {
    if (posix()) {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  private boolean posix() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private FileAttribute<?>[] attributes(String rights) {
    return posix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  /** Its path. */
  @Override
  public String toString() {
    return folder.toString();
  }
}
