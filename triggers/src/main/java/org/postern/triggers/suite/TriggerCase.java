package org.postern.triggers.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.triggers.TriggerResult;
import org.postern.triggers.host.TriggerEvent;
import org.postern.triggers.internal.yaml.YamlFile;
import org.postern.triggers.internal.yaml.YamlMapping;
import org.postern.triggers.run.SenderPolicy;

/**
 * A case: {@code NAME.test.yaml}, with its mails in {@code NAME.mail-1.txt}, {@code
 * NAME.mail-2.txt} and so on. Immutable.
 */
record TriggerCase(
    Path file,
    Path script,
    Path fixture,
    TriggerEvent event,
    Map<String, String> parameters,
    Optional<String> user,
    SenderPolicy sender,
    Optional<TriggerResult.Ending> ending,
    Optional<String> message,
    Optional<String> fault,
    Map<String, String> changes,
    List<String> log) {

  static final String SUFFIX = ".test.yaml";

  /**
   * Reads a case.
   *
   * @throws IOException with everything that is wrong
   */
  static TriggerCase read(Path file) throws IOException {
    List<String> problems = new ArrayList<>();
    YamlMapping in = YamlMapping.of("", YamlFile.load(file), problems);
    Path folder = file.toAbsolutePath().getParent();
    String name = name(file.getFileName());
    YamlMapping expect = in.mapping("expect");
    TriggerCase one =
        new TriggerCase(
            file,
            folder.resolve(in.text("script").orElse(name + ".js")),
            folder.resolve(in.text("fixture").orElse(name + ".yaml")),
            choice(in, "event", TriggerEvent.class).orElse(TriggerEvent.POST),
            texts(in.mapping("parameters")),
            in.text("user"),
            choice(in, "sender", SenderPolicy.class).orElse(SenderPolicy.KEEP),
            choice(expect, "ending", TriggerResult.Ending.class),
            expect.text("message"),
            expect.text("fault"),
            texts(expect.mapping("changes")),
            expect.texts("log"));
    expect.done();
    in.done();
    if (!problems.isEmpty()) {
      throw new IOException(String.join("; ", problems));
    }
    return one;
  }

  /** The path of a case without its ending. */
  static String name(Path file) {
    String name = file.toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  /** Where the expected mail of this number is, from 1. */
  Path mail(int number) {
    return Path.of(name(file) + ".mail-" + number + ".txt");
  }

  private static Map<String, String> texts(YamlMapping in) {
    Map<String, String> all = new LinkedHashMap<>();
    in.values().forEach((key, value) -> all.put(key, value == null ? "" : value.toString()));
    return all;
  }

  private static <E extends Enum<E>> Optional<E> choice(YamlMapping in, String key, Class<E> type) {
    Optional<String> text = in.text(key);
    for (E one : type.getEnumConstants()) {
      if (text.filter(one.name().toLowerCase(Locale.ROOT)::equals).isPresent()) {
        return Optional.of(one);
      }
    }
    text.ifPresent(
        wrong ->
            in.problem(
                key,
                "\""
                    + wrong
                    + "\" is none of "
                    + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT)));
    return Optional.empty();
  }
}
