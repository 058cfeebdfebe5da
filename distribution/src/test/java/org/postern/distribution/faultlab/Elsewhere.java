package org.postern.distribution.faultlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The doctor in a process of its own, whose system is another: hosts, networks, Java's own CAs. */
final class Elsewhere {

  private static final String NAMED = "named: ";

  private Elsewhere() {}

  /** What the doctor names there. */
  static Set<String> named(Site site, List<String> java) throws Exception {
    List<String> command = new ArrayList<>(java);
    Collections.addAll(
        command, "-cp", System.getProperty("java.class.path"), Elsewhere.class.getName());
    command.add(site.home().toString());
    Path said = site.home().resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(process.waitFor(4, TimeUnit.MINUTES)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as("%s", Files.readString(said)).isZero();
    Set<String> named = new TreeSet<>();
    for (String line : Files.readAllLines(said, StandardCharsets.UTF_8)) {
      if (line.startsWith(NAMED)) {
        named.add(line.substring(NAMED.length()));
      }
    }
    return named;
  }

  /** The java of these tests. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Can this process have a network of its own, in which there is nothing? */
  static boolean canLeaveTheNetwork() {
    try {
      return new ProcessBuilder("unshare", "-n", "true").start().waitFor() == 0;
    } catch (IOException none) {
      return false;
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The child: the installation's folder is the argument. */
  public static void main(String[] arguments) {
    Named.by(Site.examined(Path.of(arguments[0]), Map.of(), false))
        .forEach(id -> System.out.println(NAMED + id));
  }
}
