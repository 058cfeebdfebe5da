package org.postern.distribution.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What became of mails that were promised.
 *
 * @param again copies that arrived once more though the next hop had confirmed the one before
 */
record Tally(
    String what,
    long seed,
    int rounds,
    int promised,
    List<String> lost,
    List<String> damaged,
    int again) {

  /** Recipients whose mail may be between the server's 250 and our disk, under load, a round. */
  private static final int WINDOW = 30;

  static Tally of(String what, long seed, int rounds, Set<String> promised, NextHop next) {
    TreeSet<String> lost = new TreeSet<>(promised);
    lost.removeAll(next.copies().keySet());
    int again = 0;
    for (Map.Entry<String, Integer> copy : next.copies().entrySet()) {
      int allowed = 1 + next.unconfirmed().getOrDefault(copy.getKey(), 0);
      again += Math.max(0, copy.getValue() - allowed);
    }
    return new Tally(
        what, seed, rounds, promised.size(), List.copyOf(lost), List.copyOf(next.damaged()), again);
  }

  /** Writes it for the one who asked for these rounds, and holds it to what is promised. */
  void prove() throws IOException {
    write(Path.of("target", "crash-" + what));
    assertThat(lost).as("seed %d", seed).isEmpty();
    assertThat(damaged).as("seed %d", seed).isEmpty();
    assertThat(promised).isGreaterThan(rounds);
    assertThat(again).as("seed %d", seed).isLessThanOrEqualTo(rounds * WINDOW);
  }

  private void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        %-34s %10s
        seed %39d
        rounds %37d
        recipients promised by a 250 %15d
        lost %39d
        damaged %36d
        arrived twice by %-17s %9d
        """
                .formatted("", "", seed, rounds, promised, lost.size(), damaged.size(), what, again)
                .strip()
            + "\n");
  }
}
