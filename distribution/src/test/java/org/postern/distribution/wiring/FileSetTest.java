package org.postern.distribution.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FileSetTest {

  private static final List<String> NAMES = List.of("is.properties", "security.properties");

  @TempDir Path home;
  private Path conf;

  @BeforeEach
  void old() throws IOException {
    conf = Files.createDirectory(home.resolve("conf"));
    for (String name : NAMES) {
      Files.writeString(conf.resolve(name), "old " + name);
    }
  }

  private static FileSet fresh(FileSet set) {
    NAMES.forEach(name -> set.add(name, ("new " + name).getBytes(UTF_8), "rw-r-----"));
    return set.add("service-account.json", "new account".getBytes(UTF_8), "rw-------");
  }

  /** All that a change passes, found by one that is let through. */
  static List<String> steps() throws IOException {
    List<String> steps = new ArrayList<>();
    Path folder = Files.createTempDirectory("steps");
    for (String name : NAMES) {
      Files.writeString(folder.resolve(name), "old " + name);
    }
    fresh(new FileSet(folder, steps::add)).write();
    try (Stream<Path> made = Files.list(folder)) {
      for (Path one : made.toList()) {
        Files.delete(one);
      }
    }
    Files.delete(folder);
    assertThat(steps).contains("whole", "replaced is.properties").hasSizeGreaterThan(9);
    return steps;
  }

  @ParameterizedTest
  @MethodSource("steps")
  @Tag("same-on-every-jdk")
  void whereverItIsKilledTheNextRunHasTheOldPairOrTheNewOne(String step) throws Exception {
    boolean whole = steps().indexOf(step) >= steps().indexOf("whole");
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                conf.toString(),
                step)
            .redirectError(home.resolve("err").toFile())
            .start();
    try (BufferedReader says =
        new BufferedReader(new InputStreamReader(victim.getInputStream(), UTF_8))) {
      assertThat(says.readLine()).as(Files.readString(home.resolve("err"))).isEqualTo(step);
    } finally {
      victim.destroyForcibly().waitFor();
    }

    assertThat(FileSet.unfinished(conf)).isEqualTo(whole);
    if (!whole) {
      holds("old");
    }
    Optional<FileSet.Done> finished = FileSet.finish(conf);

    assertThat(finished.isPresent()).isEqualTo(whole);
    holds(whole ? "new" : "old");
    assertThat(Files.exists(conf.resolve("service-account.json"))).isEqualTo(whole);
    assertThat(FileSet.unfinished(conf)).isFalse();
    assertThat(named(".part", "postern-init")).isEmpty();
    if (whole) {
      assertThat(contents(named(".bak"))).contains("old is.properties", "old security.properties");
    }
  }

  @Test
  void whatWasThereIsKeptForItsOwnerAloneAndModesStay() throws IOException {
    Path is = conf.resolve("is.properties");
    Files.setPosixFilePermissions(is, PosixFilePermissions.fromString("rw-rw-r--"));

    FileSet.Done done = fresh(new FileSet(conf)).write();

    assertThat(done.files()).hasSize(3);
    assertThat(contents(done.backups()))
        .containsExactly("old is.properties", "old security.properties");
    assertThat(mode(done.backups().get(0))).isEqualTo("rw-------");
    assertThat(mode(is)).isEqualTo("rw-rw-r--");
    assertThat(mode(conf.resolve("service-account.json"))).isEqualTo("rw-------");
  }

  @Test
  void inANewFolderFilesHaveTheirModesAndNothingIsKept() throws IOException {
    Path folder = home.resolve("new").resolve("conf");

    FileSet.Done done = fresh(new FileSet(folder)).write();

    assertThat(done.backups()).isEmpty();
    assertThat(mode(folder.resolve("is.properties"))).isEqualTo("rw-r-----");
    assertThat(folder.resolve("security.properties")).hasContent("new security.properties");
  }

  @Test
  void twoChangesInOneSecondKeepBothThatWereThere() throws IOException {
    fresh(new FileSet(conf)).write();
    new FileSet(conf).add("is.properties", "newer".getBytes(UTF_8), "rw-r-----").write();

    assertThat(contents(named(".bak"))).contains("old is.properties", "new is.properties");
  }

  private void holds(String age) {
    NAMES.forEach(name -> assertThat(conf.resolve(name)).hasContent(age + " " + name));
  }

  private List<Path> named(String... parts) throws IOException {
    try (Stream<Path> all = Files.list(conf)) {
      return all.filter(f -> Stream.of(parts).anyMatch(f.getFileName().toString()::contains))
          .sorted()
          .toList();
    }
  }

  private static List<String> contents(List<Path> files) throws IOException {
    List<String> all = new ArrayList<>();
    for (Path file : files) {
      all.add(Files.readString(file));
    }
    return all;
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** Says when it has come to a step, and stays there until it is killed. */
  static final class Victim {
    public static void main(String[] arguments) throws IOException {
      fresh(
              new FileSet(
                  Path.of(arguments[0]),
                  step -> {
                    if (step.equals(arguments[1])) {
                      System.out.println(step);
                      stay();
                    }
                  }))
          .write();
    }

    private static void stay() {
      try {
        System.in.read();
      } catch (IOException gone) {
        throw new java.io.UncheckedIOException(gone);
      }
    }
  }
}
