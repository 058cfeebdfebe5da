package org.postern.core.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Writes the settings reference, in Markdown, from the keys themselves. */
public final class SettingsReference {

  private SettingsReference() {}

  /**
   * The whole page: core, each scheme, and the keys of the host application; the same text for the
   * same keys.
   */
  public static String markdown(
      Collection<? extends AuthScheme> schemes, Collection<SettingKey<?>> further) {
    StringBuilder page = new StringBuilder("# Settings\n\n");
    page.append(
        """
        This page is generated from the code: `postern settings --reference`.

        `mksis.*` keys belong in the file named; `postern.*` keys may stand in either file. A \
        duration is a number and its unit: `500ms`, `30s`, `5m`, `1h`, `2d`.
        """);
    section(page, "All modes", CoreKeys.all());
    schemes.stream()
        .sorted(Comparator.comparing(AuthScheme::scheme))
        .filter(scheme -> !scheme.keys().isEmpty())
        .forEach(scheme -> section(page, "Mode `" + scheme.scheme() + "`", sorted(scheme.keys())));
    if (!further.isEmpty()) {
      section(page, "The bundle", sorted(further));
    }
    return page.toString();
  }

  private static List<SettingKey<?>> sorted(Collection<SettingKey<?>> keys) {
    return keys.stream().sorted(Comparator.comparing(SettingKey::name)).toList();
  }

  private static void section(
      StringBuilder page, String title, Collection<? extends SettingKey<?>> keys) {
    page.append("\n## ").append(title).append('\n');
    for (SettingKey<?> key : keys) {
      page.append("\n### `").append(key.name()).append("`\n\n");
      page.append(key.description()).append("\n\n");
      page.append("- value: ").append(key.typeName()).append('\n');
      page.append("- file: ")
          .append(
              switch (key.home()) {
                case IS -> "is.properties";
                case SECURITY -> "security.properties";
                case EITHER -> "either";
              })
          .append('\n');
      page.append("- ")
          .append(
              key.required()
                  ? "required"
                  : key.defaultText().map(text -> "default: `" + text + "`").orElse("optional"))
          .append('\n');
    }
  }
}
