package org.postern.distribution.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The Maildir in which all mail of the stack ends. */
final class Inbox {

  private final Path fresh;

  Inbox(Path maildir) {
    this.fresh = maildir.resolve("new");
  }

  /** Waits until a mail holding {@code marker} has arrived, and returns its bytes as they are. */
  byte[] await(String marker) {
    return awaitAll(marker, 1).get(0);
  }

  /** Waits until {@code count} mails holding {@code marker} have arrived. */
  List<byte[]> awaitAll(String marker, int count) {
    return await(marker, count, mail -> text(mail).contains(marker));
  }

  /** As {@link #awaitAll(String, int)}, with another way to know them; asked once for each mail. */
  List<byte[]> await(String what, int count, Predicate<byte[]> wanted) {
    Set<Path> looked = new HashSet<>();
    List<byte[]> found = new ArrayList<>();
    Awaitility.await("mail with " + what)
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              files().stream()
                  .filter(looked::add)
                  .map(Inbox::read)
                  .filter(wanted)
                  .forEach(found::add);
              return found.size() >= count;
            });
    return found;
  }

  /** As {@link #await(String)}, and removes it, so that nobody reads a large mail again. */
  byte[] take(String marker) {
    byte[] mail = await(marker);
    for (Path file : files()) {
      try {
        if (Files.size(file) == mail.length && Arrays.equals(read(file), mail)) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return mail;
  }

  /** The mails that hold {@code marker}; may be empty. */
  List<byte[]> with(String marker) {
    return files().stream().map(Inbox::read).filter(mail -> text(mail).contains(marker)).toList();
  }

  /** One byte a character, so that positions and bytes stay what they are. */
  static String text(byte[] mail) {
    return new String(mail, ISO_8859_1);
  }

  static String utf8(byte[] mail) {
    return new String(mail, UTF_8);
  }

  /** Those in new/ are whole, and nobody changes them. */
  private List<Path> files() {
    try (Stream<Path> files = Files.list(fresh)) {
      return files.toList();
    } catch (NoSuchFileException nothingYet) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
