package org.postern.relay.deliver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postern.auth.open.OpenProvider;
import org.postern.spool.Queue;
import org.postern.spool.Spool;
import org.postern.spool.sql.Spools;

/** One spool for all rows of a table: each leaves it empty. */
final class SharedSpool implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  private Path folder = Path.of("");
  private Spool spool = null;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("postern-faults");
    spool = Spools.open(Post.settings(new OpenProvider(), folder).build().values());
  }

  Path folder() {
    return folder;
  }

  Spool spool() {
    return spool;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    spool.queue().drop(Queue.Filter.ALL);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    spool.close();
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }
}
