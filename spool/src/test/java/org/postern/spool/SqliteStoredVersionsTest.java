package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.spool.SpoolSample.ANN;
import static org.postern.spool.SpoolSample.BOB;
import static org.postern.spool.SpoolSample.MINUTE;
import static org.postern.spool.SpoolSample.large;
import static org.postern.spool.SpoolSample.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.spool.Settlement.Done;

/** Files as earlier versions left them, made by {@link #main}; one is added with each version. */
class SqliteStoredVersionsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1})
  void aFileOfAnEarlierVersionIsTakenOver(int version) throws IOException {
    String name = "spool-version-%d.db.gz".formatted(version);
    try (InputStream stored = getClass().getResourceAsStream(name);
        InputStream plain = new GZIPInputStream(stored)) {
      Files.copy(plain, folder.resolve("spool.db"));
    }

    try (Spool spool = SqliteSpools.server(folder)) {
      assertThat(spool.queue().counts().held()).isOne();
      assertThat(spool.notebook().read("pace")).contains("17");
      List<Claim> claims = spool.claim(10, MINUTE);
      assertThat(claims).hasSize(2);
      assertThat(claims.get(0).arrival()).isEqualTo(SpoolSample.arrival(ANN, BOB));
      assertThat(read(claims.get(0).body())).isEqualTo(large(4000));
      assertThat(read(claims.get(1).body())).isEqualTo(large(300_000));
      for (Claim claim : claims) {
        List<Settlement> done =
            claim.due().stream()
                .<Settlement>map(due -> new Done(due.recipient().address()))
                .toList();
        spool.settle(claim, done, List.of());
      }
      assertThat(spool.queue().counts().mails()).isOne();
    }
  }

  /** Makes such a file: its argument is an empty folder; gzip its spool.db. */
  public static void main(String[] arguments) {
    try (Spool spool = SqliteSpools.server(Path.of(arguments[0]))) {
      MailId held = SpoolSample.put(spool, "held");
      spool.queue().hold(Queue.Filter.of(held));
      SpoolSample.put(spool, large(4000), SpoolSample.arrival(ANN, BOB));
      SpoolSample.put(spool, large(300_000), SpoolSample.arrival(ANN));
      spool.notebook().write("pace", "17");
    }
  }
}
