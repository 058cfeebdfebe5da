package org.postern.core.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings made by code, checked like those of a file. */
final class CodedSettings implements MailSettings.Builder {

  private final KnownKeys known;
  private final Map<String, Given> given = new HashMap<>();

  CodedSettings(KnownKeys known) {
    this.known = known;
  }

  @Override
  public <T> MailSettings.Builder set(SettingKey<T> key, T value) {
    given.put(key.name(), Given.byCode(key.name(), value));
    return this;
  }

  @Override
  public MailSettings build() {
    List<SettingsProblem> unknown =
        given.values().stream()
            .filter(raw -> known.named(raw.key()).isEmpty())
            .map(raw -> raw.problem("belongs to no scheme at hand", "register its scheme"))
            .toList();
    return new SettingsAssembly(known, given, Set.of(), Path.of(""), SecretDecoder.PLAIN)
        .assemble(unknown, List.of(), List.of());
  }
}
