package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/faults.md names tests that there are, in each of its rows. */
class FaultsPageTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)`");

  @Test
  void eachRowIsHeldByTestsThatThereAre() throws IOException {
    String page = Files.readString(ROOT.resolve("docs").resolve("faults.md"));
    Set<String> named =
        NAMED
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(named).hasSizeGreaterThan(40);
    assertThat(tests()).containsAll(named);
    assertThat(page.lines().filter(line -> line.startsWith("| ")))
        .allMatch(
            line ->
                line.startsWith("| ---")
                    || line.endsWith("| held by |")
                    || NAMED.matcher(line).find());
  }

  private static Set<String> tests() throws IOException {
    Set<String> tests = new TreeSet<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.toList()) {
        Path sources = module.resolve("src").resolve("test").resolve("java");
        if (Files.isDirectory(sources)) {
          try (Stream<Path> files = Files.walk(sources)) {
            files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith("Test.java"))
                .forEach(name -> tests.add(name.replace(".java", "")));
          }
        }
      }
    }
    return tests;
  }
}
