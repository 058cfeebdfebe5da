package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.Secret;
import org.postern.relay.LocalUsers;

class RelayCommandTest {

  private static final String PASSWORD = "pass word of the erp";

  @TempDir Path home;
  private Shell shell;

  @BeforeEach
  void settings() {
    Conf.files(home.resolve("conf"), "mksis.logging.email.server.hostname=localhost\n", "");
    shell = new Shell(home);
  }

  @Test
  void aUserIsAddedByStandardInputListedAndRemoved() throws IOException {
    assertThat(shell.input(PASSWORD + "\n").run("relay", "user", "add", "erp").out())
        .isEqualTo("Added erp.\n");
    assertThat(shell.run("relay", "user", "list").out()).isEqualTo("erp\n");
    assertThat(users().verify("erp", Secret.of(PASSWORD))).isTrue();
    assertThat(Files.readString(users().file())).doesNotContain(PASSWORD);
    assertThat(shell.run("relay", "user", "remove", "erp").code()).isZero();
    assertThat(shell.run("relay", "user", "remove", "erp").code()).isEqualTo(1);
    assertThat(shell.run("relay", "user", "list").out()).isEmpty();
  }

  @Test
  void programsAreToldInOneObjectWhatWasDone() {
    shell.input(PASSWORD + "\n");

    assertThat(shell.run("relay", "user", "add", "erp", "--json").out())
        .isEqualTo("{\"done\":\"add\",\"user\":\"erp\",\"problems\":[]}\n");
    assertThat(shell.run("relay", "user", "add", "erp", "--json").out())
        .isEqualTo("{\"done\":\"change\",\"user\":\"erp\",\"problems\":[]}\n");
    assertThat(shell.run("relay", "user", "list", "--json").out())
        .isEqualTo("{\"users\":[\"erp\"],\"problems\":[]}\n");
    assertThat(shell.run("relay", "user", "remove", "erp", "--json").out())
        .isEqualTo("{\"done\":\"remove\",\"user\":\"erp\",\"problems\":[]}\n");
    Shell.Run absent = shell.run("relay", "user", "remove", "erp", "--json");
    assertThat(absent.code()).isEqualTo(1);
    assertThat(absent.out()).isEmpty();
    assertThat(absent.err()).contains("there is no user erp");
  }

  @Test
  void aPersonTypesThePasswordTwice() {
    Shell.Run differ = shell.person("one", "other").run("relay", "user", "add", "erp");
    Shell.Run same = shell.person(PASSWORD, PASSWORD).run("relay", "user", "add", "erp");

    assertThat(differ.code()).isEqualTo(2);
    assertThat(same.code()).isZero();
    assertThat(users().verify("erp", Secret.of(PASSWORD))).isTrue();
  }

  @Test
  void anEmptyPasswordAndANameThatCannotBeAreRefused() {
    assertThat(shell.input("\n").run("relay", "user", "add", "erp").code()).isEqualTo(2);
    assertThat(shell.input("x\n").run("relay", "user", "add", "a b").code()).isEqualTo(2);
    assertThat(users().names()).isEmpty();
  }

  private LocalUsers users() {
    return LocalUsers.in(home.resolve("conf/relay-users"));
  }
}
