package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
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
      assertThat(files).hasSize(1);
    }
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
