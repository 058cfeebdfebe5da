package org.postern.core.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Each setting that counts, with where it is from; no secret. */
final class EffectiveRows {

  private final Gathered all;
  private final Presets presets;

  EffectiveRows(Gathered all, Presets presets) {
    this.all = all;
    this.presets = presets;
  }

  List<MailSettings.EffectiveSetting> of(Set<SettingKey<?>> needed) {
    TreeMap<String, MailSettings.EffectiveSetting> rows = new TreeMap<>();
    for (SettingKey<?> key : needed) {
      Given raw = all.given.get(key.name());
      if (raw != null) {
        String shown =
            key.secret() && !key.secretFile()
                ? "********"
                : raw.text()
                    .map(String::strip)
                    .orElseGet(() -> String.valueOf(raw.typed().orElse("")));
        rows.put(key.name(), row(key, shown, raw.source()));
      } else if (presets.text(key).isPresent()) {
        rows.put(key.name(), row(key, presets.text(key).get(), presets.source()));
      } else if (key.defaultText().isPresent()) {
        rows.put(
            key.name(), row(key, key.secret() ? "********" : key.defaultText().get(), "default"));
      }
    }
    all.value(CoreKeys.SCHEME).ifPresent(scheme -> derived(rows, CoreKeys.SCHEME, scheme));
    all.value(CoreKeys.TLS_MODE)
        .ifPresent(tls -> derived(rows, CoreKeys.TLS_MODE, tls.name().toLowerCase(Locale.ROOT)));
    return List.copyOf(rows.values());
  }

  private static void derived(
      Map<String, MailSettings.EffectiveSetting> rows, SettingKey<?> key, String value) {
    rows.putIfAbsent(key.name(), row(key, value, "derived"));
  }

  private static MailSettings.EffectiveSetting row(SettingKey<?> key, String value, String source) {
    return new MailSettings.EffectiveSetting(key.name(), value, source);
  }
}
