package org.postern.triggers.internal.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A YAML or JSON file. */
public final class YamlFile {

  private YamlFile() {}

  /**
   * Its content: maps, lists, texts, numbers, truths; null where it is empty.
   *
   * @throws IOException that says what is wrong, without the file's name
   */
  public static @Nullable Object load(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException("the file does not exist");
    }
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException unreadable) {
      throw new IOException("cannot be read as UTF-8 text: " + unreadable, unreadable);
    }
    try {
      return new Load(LoadSettings.builder().setLabel(String.valueOf(file.getFileName())).build())
          .loadFromString(text);
    } catch (YamlEngineException malformed) {
      throw new IOException("is neither YAML nor JSON: " + malformed.getMessage(), malformed);
    }
  }
}
