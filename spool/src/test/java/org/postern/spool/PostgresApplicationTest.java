package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shared spool in one of several applications of a server, each with libraries of its own. */
class PostgresApplicationTest {

  @BeforeEach
  void empty() {
    PostgresServer.sql("DROP SCHEMA IF EXISTS postern_spool CASCADE");
  }

  @Test
  void theDriverOfAnApplicationIsFoundThoughAnotherOneAskedForDriversFirst() throws Exception {
    assertThat(DriverManager.drivers()).as("those of this class loader").isNotEmpty();
    URL[] libraries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(PostgresApplicationTest::url)
            .toArray(URL[]::new);

    try (URLClassLoader own = new URLClassLoader(libraries, ClassLoader.getPlatformClassLoader())) {
      Class<?> application = own.loadClass(Application.class.getName());
      assertThat(application).isNotSameAs(Application.class);
      Callable<?> keeping =
          (Callable<?>) application.getConstructor(String.class).newInstance(PostgresServer.url());

      assertThat(keeping.call()).isEqualTo(1L);
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Keeps one mail. */
  public static final class Application implements Callable<Long> {

    private final String url;

    /** In the database there. */
    public Application(String url) {
      this.url = url;
    }

    @Override
    public Long call() throws Exception {
      try (Spool spool = PostgresServer.open(url, new SetClock(), true)) {
        SpoolSample.put(spool, "kept");
        return spool.queue().counts().mails();
      }
    }
  }
}
