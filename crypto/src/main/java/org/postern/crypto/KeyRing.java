package org.postern.crypto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The keys that encrypt secrets, in a file of their own with mode 0600. One key is active; older
 * ones still decrypt. Immutable, thread safe; a key never leaves through a public method.
 *
 * <p>The file: a version line, then a line for each key ({@code id created key checksum}), the last
 * one active. The checksum tells a damaged file from a wrong one.
 */
public final class KeyRing {

  private static final String VERSION = "postern-key-ring 1";
  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final Map<String, Key> keys;

  private KeyRing(Path file, List<Key> keys) {
    this.file = file;
    this.keys = new LinkedHashMap<>();
    keys.forEach(key -> this.keys.put(key.id(), key));
  }

  /**
   * What may be shown of a key.
   *
   * @param id names the key in each value it encrypts
   * @param created when it was made
   * @param active true for the key that encrypts
   */
  public record KeyInfo(String id, Instant created, boolean active) {}

  private record Key(String id, Instant created, byte[] bytes) {}

  /**
   * Makes a key ring with one fresh AES-256 key.
   *
   * @throws CryptoException where the file exists or cannot be written
   */
  public static KeyRing create(Path file) {
    KeyRing ring = new KeyRing(file, List.of(freshKey()));
    try {
      AtomicFile.create(file, ring.text().getBytes(StandardCharsets.US_ASCII));
      return ring;
    } catch (FileAlreadyExistsException exists) {
      throw new CryptoException(
          "the key ring " + file + " exists already; `postern keys rotate` adds a new key", exists);
    } catch (IOException e) {
      throw new CryptoException(
          "the key ring "
              + file
              + " cannot be written ("
              + e
              + "); check that its folder exists and"
              + " that this user may write there",
          e);
    }
  }

  /**
   * Reads a key ring.
   *
   * @throws CryptoException where it is missing, damaged, or others could read or replace it: the
   *     message has the command that mends it
   */
  public static KeyRing load(Path file) {
    KeyRingSafety.check(file);
    try {
      String text = Files.readString(file, StandardCharsets.US_ASCII);
      return new KeyRing(file, parse(file, text));
    } catch (IOException e) {
      throw new CryptoException(
          "the key ring "
              + file
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + (e instanceof AccessDeniedException
                  ? "); give this user the right to, or run it as the file's owner"
                  : "); restore it from its backup"),
          e);
    }
  }

  /** Adds a new active key and saves the ring; values of older keys can still be read. */
  @SuppressWarnings("try") // the lock is held, not used
  public KeyRing rotate() {
    try (FileLock ignored = FileLock.of(file)) {
      KeyRing newest = load(file);
      List<Key> all = new ArrayList<>(newest.keys.values());
      all.add(freshKey());
      KeyRing rotated = new KeyRing(file, all);
      AtomicFile.replace(file, rotated.text().getBytes(StandardCharsets.US_ASCII));
      return rotated;
    } catch (IOException e) {
      throw new CryptoException(
          "the key ring " + file + " cannot be written (" + e + "); nothing was changed", e);
    }
  }

  /** The id of the key that encrypts. */
  public String activeId() {
    return keys().get(keys.size() - 1).id();
  }

  /** All keys, the oldest first. */
  public List<KeyInfo> keys() {
    List<Key> all = List.copyOf(keys.values());
    return all.stream()
        .map(key -> new KeyInfo(key.id(), key.created(), key == all.get(all.size() - 1)))
        .toList();
  }

  /** Where the ring is kept. */
  public Path file() {
    return file;
  }

  Optional<byte[]> key(String id) {
    return Optional.ofNullable(keys.get(id)).map(Key::bytes);
  }

  /** The file and the ids. */
  @Override
  public String toString() {
    return file + " " + keys.keySet();
  }

  private static Key freshKey() {
    byte[] id = new byte[4];
    byte[] bytes = new byte[KEY_BYTES];
    RANDOM.nextBytes(id);
    RANDOM.nextBytes(bytes);
    return new Key(
        "k" + HexFormat.of().formatHex(id), Instant.now().truncatedTo(ChronoUnit.SECONDS), bytes);
  }

  private String text() {
    return VERSION
        + "\n# Whoever has this file can read the secrets. Back it up apart from the property files.\n"
        + keys.values().stream().map(KeyRing::line).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(Key key) {
    String body =
        key.id() + " " + key.created() + " " + Base64.getEncoder().encodeToString(key.bytes());
    return body + " " + checksum(body);
  }

  private static List<Key> parse(Path file, String text) {
    List<String> lines = text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
    if (lines.isEmpty() || !text.endsWith("\n")) {
      throw damaged(file, "it is empty or cut short");
    }
    if (!lines.get(0).equals(VERSION)) {
      throw damaged(file, "its first line is not \"" + VERSION + "\"");
    }
    Map<String, Key> keys = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      Key key = parseKey(file, line);
      if (keys.put(key.id(), key) != null) {
        throw damaged(file, "the key id " + key.id() + " stands twice");
      }
    }
    if (keys.isEmpty()) {
      throw damaged(file, "it holds no key");
    }
    return List.copyOf(keys.values());
  }

  private static Key parseKey(Path file, String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length != 4
        || !fields[0].matches("k[0-9a-f]{8}")
        || !checksum(line.substring(0, line.lastIndexOf(' '))).equals(fields[3])) {
      throw damaged(file, "a line for a key is not whole");
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(fields[2]);
      if (bytes.length != KEY_BYTES) {
        throw damaged(file, "a key has " + bytes.length * 8 + " bits instead of 256");
      }
      return new Key(fields[0], Instant.parse(fields[1]), bytes);
    } catch (IllegalArgumentException | DateTimeParseException malformed) {
      throw damaged(file, "a line for a key is not whole");
    }
  }

  private static CryptoException damaged(Path file, String why) {
    return new CryptoException(
        "the key ring " + file + " is damaged: " + why + "; restore it from its backup");
  }

  private static String checksum(String body) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
