package org.postern.core.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the list of providers: blocks of {@code name: value} with a blank line between them. */
final class ProviderText {

  private static final Pattern LINE =
      Pattern.compile("(provider|title|family|login|grants|set|fact)(?:\\[(\\w+)\\])?:(.*)");

  /** Those that come with Postern. */
  static final List<Provider> BUILT_IN = builtIn();

  private ProviderText() {}

  /**
   * Reads blocks, in their order.
   *
   * @throws IllegalArgumentException naming the line or block that cannot be read
   */
  static List<Provider> read(String text) {
    List<Provider> all = new ArrayList<>();
    for (String block : text.replaceAll("(?m)^#.*\n", "").strip().split("\n\\s*\n")) {
      all.add(new Block().read(block));
    }
    return List.copyOf(all);
  }

  private static List<Provider> builtIn() {
    try (InputStream in = ProviderText.class.getResourceAsStream("providers.txt")) {
      if (in == null) {
        throw new IllegalStateException("the list of providers is not in the jar");
      }
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the list of providers cannot be read", unreadable);
    }
  }

  /** One provider while its lines are read. */
  private static final class Block {
    private String name = "";
    private String title = "";
    private String family = "";
    private Provider.Login login = Provider.Login.ANY;
    private List<String> grants = List.of();
    private final List<Provider.Fact> presets = new ArrayList<>();
    private final List<Provider.Fact> facts = new ArrayList<>();

    Provider read(String block) {
      block.lines().forEach(this::line);
      if (name.isEmpty() || title.isEmpty() || family.isEmpty()) {
        throw new IllegalArgumentException("name, title or family is missing in: " + block);
      }
      return new Provider(name, title, family, login, grants, presets, facts);
    }

    private void line(String line) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("\"" + line + "\" is no field of a provider");
      }
      String value = matcher.group(3).strip();
      switch (matcher.group(1)) {
        case "provider" -> name = value;
        case "title" -> title = value;
        case "family" -> family = value;
        case "login" -> login = Provider.Login.valueOf(value.toUpperCase(Locale.ROOT));
        case "grants" ->
            grants = Arrays.stream(value.split("[, ]+")).filter(s -> !s.isEmpty()).toList();
        case "set" -> presets.add(fact(line, value, Optional.ofNullable(matcher.group(2))));
        default -> facts.add(fact(line, value, Optional.empty()));
      }
    }

    private static Provider.Fact fact(String line, String value, Optional<String> grant) {
      String[] parts = value.split("\\s*\\|\\s*");
      int equals = parts[0].indexOf(" = ");
      if (parts.length != 3 || equals < 0) {
        throw new IllegalArgumentException(
            "\"" + line + "\" is not of the form: name = value | source | date");
      }
      return new Provider.Fact(
          parts[0].substring(0, equals).strip(),
          grant,
          parts[0].substring(equals + 3).strip(),
          parts[1],
          parts[2]);
    }
  }
}
