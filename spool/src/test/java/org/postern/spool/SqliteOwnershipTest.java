package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.spool.SpoolSample.put;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.spool.SpoolException.Kind;
import org.postern.testkit.LogLines;

class SqliteOwnershipTest {

  @TempDir Path temp;

  private Path folder() {
    return temp.resolve("spool");
  }

  private static void refused(ThrowingCallable opening, Kind kind, String word) {
    assertThatThrownBy(opening)
        .isInstanceOfSatisfying(
            SpoolException.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(kind);
              assertThat(refusal).hasMessageContaining(word);
            });
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder().resolve("spool.db"));
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  @Test
  void whatItMakesIsForItsOwnerAlone() throws IOException {
    try (Spool spool = SqliteSpools.server(folder())) {
      put(spool, "x");
      assertThat(rights(folder())).isEqualTo("rwx------");
      try (Stream<Path> files = Files.list(folder())) {
        assertThat(files)
            .hasSizeGreaterThanOrEqualTo(4)
            .allSatisfy(file -> assertThat(rights(file)).isEqualTo("rw-------"));
      }
    }
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aSecondServerInTheProcessIsRefused() {
    Spool first = SqliteSpools.server(folder());
    try {
      String pid = String.valueOf(ProcessHandle.current().pid());
      refused(() -> SqliteSpools.server(folder()), Kind.IN_USE, "process " + pid);
      refused(() -> SqliteSpools.server(temp.resolve("./spool")), Kind.IN_USE, pid);
    } finally {
      first.close();
    }
    SqliteSpools.server(folder()).close();
  }

  @Test
  void aSecondServerOfAnotherProcessIsRefusedUntilTheFirstIsDead() throws Exception {
    try (SpoolChild child = SpoolChild.start(folder(), "hold")) {
      child.awaitLine("ready");
      refused(() -> SqliteSpools.server(folder()), Kind.IN_USE, "process " + child.pid());
      MailId waits;
      try (Spool guest = SqliteSpools.guest(folder())) {
        assertThat(guest.queue().counts().active()).isOne();
        waits = put(guest, "from a guest");
      }
      child.kill();

      try (LogLines log = LogLines.of("org.postern.spool.internal");
          Spool next = SqliteSpools.server(folder())) {
        // the dead server's lease is a day long
        List<Claim> claims = next.claim(5, SpoolSample.MINUTE);
        assertThat(claims).hasSize(2);
        assertThat(log.all())
            .filteredOn(line -> line.contains("when the last server ended; it is sent again"))
            .singleElement()
            .asString()
            .matches(line -> claims.stream().anyMatch(one -> line.startsWith(one.id().text())))
            .doesNotContain(waits.text());
      }
    }
  }

  @Test
  void aGuestNeedsNoServer() {
    try (Spool guest = SqliteSpools.guest(folder())) {
      put(guest, "x");
    }
    try (Spool server = SqliteSpools.server(folder())) {
      assertThat(server.claim(5, SpoolSample.MINUTE)).hasSize(1);
    }
  }

  @Test
  void aNewerSchemaIsRefusedAndLeftAlone() throws Exception {
    SqliteSpools.server(folder()).close();
    sql("UPDATE schema_version SET version = 99");
    byte[] before = Files.readAllBytes(folder().resolve("spool.db"));

    refused(() -> SqliteSpools.server(folder()), Kind.NEWER_SCHEMA, "version 99");
    refused(() -> SqliteSpools.guest(folder()), Kind.NEWER_SCHEMA, "newer Postern");

    assertThat(Files.readAllBytes(folder().resolve("spool.db"))).isEqualTo(before);
  }

  @Test
  void aForeignDatabaseIsLeftAlone() throws Exception {
    Files.createDirectory(folder());
    sql("CREATE TABLE accounts (name TEXT)");

    refused(() -> SqliteSpools.server(folder()), Kind.UNUSABLE, "no spool of Postern");

    sql("INSERT INTO accounts VALUES ('still there')");
  }

  @Test
  void aFileInPlaceOfTheFolderIsNamed() throws IOException {
    Files.writeString(folder(), "x");

    refused(() -> SqliteSpools.server(folder()), Kind.UNUSABLE, folder().toString());
  }

  @Test
  void aFolderInPlaceOfTheDatabaseIsNamed() throws IOException {
    Files.createDirectories(folder().resolve("spool.db"));

    refused(() -> SqliteSpools.server(folder()), Kind.UNUSABLE, "spool.db");
  }

  @Test
  void aRefusedSpoolCanBeOpenedWhenTheCauseIsGone() throws IOException {
    Path wrong = Files.createDirectories(folder().resolve("spool.db"));
    refused(() -> SqliteSpools.server(folder()), Kind.UNUSABLE, "spool.db");
    Files.delete(wrong);

    try (Spool spool = SqliteSpools.server(folder())) {
      put(spool, "x");
      assertThat(spool.queue().list(Queue.Filter.ALL, Optional.empty(), 5)).hasSize(1);
    }
  }

  private static List<String> warnings(ThrowingCallable opening) throws Throwable {
    try (LogLines log = LogLines.of("org.postern.spool.internal")) {
      opening.call();
      return log.all();
    }
  }

  @Test
  void aFolderThatOthersMayLookIntoIsToldOf() throws Throwable {
    Files.createDirectory(folder());
    Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(warnings(() -> SqliteSpools.server(folder()).close()))
        .anySatisfy(line -> assertThat(line).contains("chmod 700 " + folder().toRealPath()));
    Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwx------"));
    assertThat(warnings(() -> SqliteSpools.server(folder()).close()))
        .noneSatisfy(line -> assertThat(line).contains("chmod"));
  }

  @Test
  void aDiskThatDoesNotOutliveTheMachineIsToldOf() throws Throwable {
    try (SmallDisk disk = SmallDisk.mounted(temp.resolve("disk"), 12)) {
      Path fleeting = disk.path().resolve("spool");

      assertThat(warnings(() -> SqliteSpools.server(fleeting).close()))
          .anySatisfy(line -> assertThat(line).contains("is on tmpfs"));
    }
  }
}
