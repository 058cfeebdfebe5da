package org.postern.core.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Makes values of texts: those that are read as they are, and those that are decrypted. */
final class ValueReading {

  private final Gathered all;
  private final Path folder;
  private final SecretDecoder decoder;

  ValueReading(Gathered all, Path folder, SecretDecoder decoder) {
    this.all = all;
    this.folder = folder;
    this.decoder = decoder;
  }

  void read(SettingKey<?> key) {
    Given raw = all.given.get(key.name());
    if (raw.typed().isPresent()) {
      typed(key, raw, raw.typed().get());
      return;
    }
    String text = raw.text().orElse("").strip();
    if (text.isEmpty()) {
      all.unusable.add(key.name());
      all.problems.add(raw.problem("is blank", "give it a value or remove the line"));
      return;
    }
    try {
      Object value = key.parse(text);
      all.values.put(key, value instanceof Path path ? folder.resolve(path) : value);
    } catch (IllegalArgumentException refused) {
      all.unusable.add(key.name());
      all.problems.add(withRemedy(raw, refused.getMessage()));
    }
  }

  void decode(SettingKey<?> key) {
    Given raw = all.given.get(key.name());
    if (raw.typed().isPresent()) {
      typed(key, raw, raw.typed().get());
      return;
    }
    String text = raw.text().orElse("");
    if (text.isBlank()) {
      all.unusable.add(key.name());
      all.problems.add(raw.problem("is blank", "give it a value or remove the line"));
      return;
    }
    try {
      if (key.secretFile()) {
        all.values.put(key, content(key, raw, folder.resolve(text.strip())));
        return;
      }
      SecretDecoder.Decoded decoded = decoder.decode(key.name(), text);
      all.values.put(key, decoded.secret());
      warnOfSecret(raw, decoded);
    } catch (IllegalArgumentException refused) {
      all.unusable.add(key.name());
      all.problems.add(withRemedy(raw, refused.getMessage()));
    }
  }

  private void typed(SettingKey<?> key, Given raw, Object value) {
    boolean blank =
        value instanceof String text && text.isBlank()
            || value instanceof Secret secret && secret.reveal().isBlank();
    try {
      if (blank) {
        throw new IllegalArgumentException("is blank; give it a value, or do not set it");
      }
      all.values.put(key, key.checked(value));
    } catch (IllegalArgumentException refused) {
      all.unusable.add(key.name());
      all.problems.add(withRemedy(raw, refused.getMessage()));
    }
  }

  private Secret content(SettingKey<?> key, Given raw, Path file) {
    try {
      SecretDecoder.Decoded decoded =
          decoder.decode(key.name(), Files.readString(file).stripTrailing());
      if (!decoded.encrypted()) {
        all.warnings.add(
            raw.problem(file + " holds its secret in plain text", "run `postern encrypt`"));
      }
      return decoded.secret();
    } catch (NoSuchFileException absent) {
      throw new IllegalArgumentException(file + " does not exist; check the name", absent);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          file + " cannot be read as text; check its rights", unreadable);
    }
  }

  private void warnOfSecret(Given raw, SecretDecoder.Decoded decoded) {
    if (decoded.encrypted()) {
      return;
    }
    all.warnings.add(raw.problem("the secret is in plain text", "run `postern encrypt`"));
    String text = raw.text().orElse("");
    boolean quoted =
        text.length() > 1
            && (text.startsWith("\"") || text.startsWith("'"))
            && text.endsWith(text.substring(0, 1));
    if (!text.equals(text.strip()) || quoted) {
      all.warnings.add(
          raw.problem(
              quoted ? "the secret stands in quotes" : "the secret begins or ends with a blank",
              "they are taken as part of it; remove them if they are not"));
    }
  }

  private static SettingsProblem withRemedy(Given raw, String message) {
    int split = message.lastIndexOf("; ");
    return split < 0
        ? raw.problem(message, "correct the value")
        : raw.problem(message.substring(0, split), message.substring(split + 2));
  }
}
