package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.spool.SpoolSample.large;
import static org.postern.spool.SpoolSample.read;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a server at random moments; {@code -Dpostern.crash.rounds=200} for more of them. */
@Tag("same-on-every-jdk")
class SqliteCrashTest {

  private static final int ROUNDS = Integer.getInteger("postern.crash.rounds", 20);

  private static final int MANY = 1_000_000;

  @TempDir Path folder;

  @Test
  @Timeout(1200)
  void whatWasCommittedIsThereAfterEveryKillAndNothingElseIs() throws Exception {
    int committed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      committed += round();
    }
    assertThat(committed).isGreaterThan(ROUNDS * 20);
  }

  private int round() throws IOException, SQLException {
    List<String> said;
    try (SpoolChild child = SpoolChild.start(folder, "load")) {
      child.awaitLines(ThreadLocalRandom.current().nextInt(1, 800));
      said = child.kill();
    }
    Map<MailId, Integer> in = new HashMap<>();
    Set<MailId> going = new HashSet<>();
    Set<MailId> gone = new HashSet<>();
    for (String line : said) {
      String[] words = line.split(" ");
      // the last line may be cut
      if (words[0].equals("in") && words.length == 3 && line.equals(line.strip())) {
        in.put(new MailId(words[1]), Integer.parseInt(words[2]));
      } else if (words[0].equals("going") && words[1].length() == 13) {
        going.add(new MailId(words[1]));
      } else if (words[0].equals("gone") && words[1].length() == 13) {
        gone.add(new MailId(words[1]));
      }
    }
    look(in, going, gone);
    return in.size();
  }

  private void look(Map<MailId, Integer> in, Set<MailId> going, Set<MailId> gone)
      throws SQLException {
    Set<MailId> there = new HashSet<>();
    try (Spool spool = SqliteSpools.server(folder)) {
      Queue.Counts counts = spool.queue().counts();
      for (Queue.Entry entry : spool.queue().list(Queue.Filter.ALL, Optional.empty(), MANY)) {
        there.add(entry.id());
        int size = in.getOrDefault(entry.id(), (int) entry.size());
        assertThat(read(spool.queue().body(entry.id()).orElseThrow())).isEqualTo(large(size));
      }
      // every lease of the dead is over, so all that is there is due
      assertThat(counts.mails()).isEqualTo(counts.waiting()).isEqualTo(there.size());
      spool.queue().drop(Queue.Filter.ALL);
      assertThat(spool.queue().counts().mails()).isZero();
    }
    gone.retainAll(there);
    assertThat(gone).isEmpty();
    Set<MailId> mustBeThere = new HashSet<>(in.keySet());
    mustBeThere.removeAll(going);
    assertThat(there).containsAll(mustBeThere);
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("spool.db"));
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT COUNT(*) FROM part")) {
      assertThat(rows.getLong(1)).isZero();
    }
  }
}
