package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.Secret;

/** The file of the users that may log in. */
class LocalUsersTest {

  private static final Secret PASSWORD = Secret.of("correct horse");

  @TempDir private Path folder;
  private LocalUsers users;

  @BeforeEach
  void start() {
    users = LocalUsers.in(folder.resolve("relay-users"));
  }

  @Test
  void whereThereIsNoFileThereIsNobody() {
    assertThat(users.names()).isEmpty();
    assertThat(users.verify("erp", PASSWORD)).isFalse();
    assertThat(users.remove("erp")).isFalse();
  }

  @Test
  void holdsNoPasswordsAndIsReadByItsOwnerAlone() throws Exception {
    users.put("erp", PASSWORD);
    users.put("crm", PASSWORD);

    String text = Files.readString(users.file());
    assertThat(text.lines())
        .hasSize(2)
        .allMatch(line -> line.matches("(crm|erp):pbkdf2-sha256\\$600000\\$[^$]+\\$[^$]+"));
    assertThat(text.lines().map(line -> line.substring(4)).distinct()).hasSize(2);
    assertThat(text).doesNotContain("horse");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(users.file())))
        .isEqualTo("rw-------");
    assertThat(folder).isDirectoryContaining(file -> file.equals(users.file()));
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("beside the lock, nothing that holds hashes is left")
          .containsExactlyInAnyOrder("relay-users", ".relay-users.lock");
    }
    assertThat(folder.resolve(".relay-users.lock")).isEmptyFile();
  }

  @Test
  void commentsAndBlankLinesOfAPersonStayWhereTheyAre() throws Exception {
    users.put("erp", PASSWORD);
    users.put("crm", PASSWORD);
    String[] lines = Files.readString(users.file()).split("\n");
    Files.writeString(
        users.file(), "# the ERP\n" + lines[0] + "\n\n# ask Sales\n" + lines[1] + "\n");

    users.put("erp", Secret.of("new"));
    users.put("printer", PASSWORD);
    users.remove("crm");

    assertThat(Files.readAllLines(users.file()))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("# the ERP"),
            line -> assertThat(line).startsWith("erp:").isNotEqualTo(lines[0]),
            line -> assertThat(line).isEmpty(),
            line -> assertThat(line).isEqualTo("# ask Sales"),
            line -> assertThat(line).startsWith("printer:"));
    assertThat(users.verify("erp", Secret.of("new"))).isTrue();
  }

  @Test
  void ofChangesAtTheSameMomentNoneIsLost() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> changes =
          IntStream.range(0, 8)
              .<Callable<Boolean>>mapToObj(
                  number -> () -> LocalUsers.in(users.file()).put("user" + number, PASSWORD))
              .toList();
      for (Future<Boolean> change : threads.invokeAll(changes)) {
        assertThat(change.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(users.names()).hasSize(8);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aChangeWaitsForThatOfAnotherProcess() throws Exception {
    users.put("erp", PASSWORD);
    Path lock = folder.resolve(".relay-users.lock");
    Process other =
        ForeignProgram.named("python3")
            .start(
                "-c",
                "import fcntl,sys; f=open(sys.argv[1],'w'); fcntl.lockf(f,fcntl.LOCK_EX);"
                    + " print('held',flush=True); sys.stdin.read()",
                lock.toString());
    CompletableFuture<Boolean> change;
    try (BufferedReader said = other.inputReader()) {
      assertThat(said.readLine()).isEqualTo("held");
      change = CompletableFuture.supplyAsync(() -> users.put("crm", PASSWORD));
      Patient.await().until(() -> isWaitingFor(lock));
      assertThat(change).isNotDone();
      assertThat(users.names()).containsExactly("erp");
      other.getOutputStream().close();
      other.waitFor();
    } finally {
      other.destroyForcibly();
    }
    assertThat(change.get()).isTrue();
    assertThat(users.names()).containsExactly("crm", "erp");
  }

  /** As Linux shows it: "->" marks who waits for a lock on the file of this number. */
  private static boolean isWaitingFor(Path lock) throws IOException {
    String inode = ":" + Files.getAttribute(lock, "unix:ino") + " ";
    return Files.readAllLines(Path.of("/proc/locks")).stream()
        .anyMatch(line -> line.contains("->") && line.contains(inode));
  }

  @Test
  @EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "chown")
  void whatRootWritesBelongsToTheAccountThatTheFolderIsOf() throws Exception {
    Files.setAttribute(folder, "unix:uid", 65534);

    users.put("erp", PASSWORD);
    assertThat(Files.getAttribute(users.file(), "unix:uid")).isEqualTo(65534);

    Files.setAttribute(users.file(), "unix:uid", 65533);
    users.put("crm", PASSWORD);
    assertThat(Files.getAttribute(users.file(), "unix:uid")).isEqualTo(65533);
    assertThat(Files.getAttribute(folder.resolve(".relay-users.lock"), "unix:uid"))
        .isEqualTo(65534);
  }

  @Test
  void onlyTheRightPasswordOpens() {
    assertThat(users.put("erp", PASSWORD)).isTrue();

    assertThat(users.verify("erp", PASSWORD)).isTrue();
    assertThat(users.verify("erp", PASSWORD)).isTrue();
    assertThat(users.verify("erp", Secret.of("correct horse "))).isFalse();
    assertThat(users.verify("erp", Secret.of(""))).isFalse();
    assertThat(users.verify("Erp", PASSWORD)).isFalse();
  }

  @Test
  void changesOfAnotherProcessCountFromTheNextLoginOn() {
    LocalUsers command = LocalUsers.in(users.file());
    command.put("erp", PASSWORD);
    assertThat(users.verify("erp", PASSWORD)).isTrue();

    assertThat(command.put("erp", Secret.of("new"))).isFalse();
    assertThat(users.verify("erp", PASSWORD)).isFalse();
    assertThat(users.verify("erp", Secret.of("new"))).isTrue();

    assertThat(command.remove("erp")).isTrue();
    assertThat(users.verify("erp", Secret.of("new"))).isFalse();
    assertThat(users.names()).isEmpty();
  }

  @Test
  void namesComeSorted() {
    users.put("b", PASSWORD);
    users.put("a@example.com", PASSWORD);
    assertThat(users.names()).containsExactly("a@example.com", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a b", "a\nb", "a\u0000"})
  void aNameThatWouldBreakTheFileIsRefused(String name) {
    assertThatThrownBy(() -> users.put(name, PASSWORD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be a user's name");
    assertThat(users.file()).doesNotExist();
  }

  @Test
  void anEmptyPasswordIsRefused() {
    assertThatThrownBy(() -> users.put("erp", Secret.of("")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFileThatIsNoneLetsNobodyInAndSaysWhichLine() throws Exception {
    Files.writeString(users.file(), "# comment\nerp:plain\n");

    assertThat(users.verify("erp", Secret.of("plain"))).isFalse();
    assertThatThrownBy(users::names).hasMessageContaining("line 2 is no user");
  }
}
