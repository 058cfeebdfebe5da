package org.postern.distribution.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.cli.Shell;

class DemoTest {

  @TempDir Path home;

  @Test
  void allModesDeliverAndTheStoryShowsTheMailAndNoSecret() throws IOException {
    Path dir = home.resolve("demo");

    Shell.Run told = new Shell(home).run("demo", "--dir", dir.toString());

    assertThat(told.code()).as(told.all()).isZero();
    assertThat(told.out())
        .contains("All four mails arrived")
        .contains("login: none", "login: SCRAM-SHA-256", "login: OAUTHBEARER")
        .contains("scope mail.send", "Subject: Hello from mode plugin");
    String secret = Files.readString(dir.resolve("plugin/password.txt")).strip();
    assertThat(told.all()).doesNotContain(secret);
    for (String mode : List.of("basic", "oauth")) {
      assertThat(Files.readString(dir.resolve(mode + "/is.properties"))).doesNotContain(secret);
    }
    assertThat(Files.readString(dir.resolve("oauth/security.properties"))).contains("=ENC[");
    assertThat(files(dir)).contains("ca.pem", "oauth/truststore.p12", "oauth/postern.keys");
  }

  @Test
  void aFolderThatIsNotEmptyIsLeftAlone() throws IOException {
    Path mine = Files.writeString(home.resolve("mine"), "precious");

    Shell.Run refused = new Shell(home).run("demo", "--dir", home.toString());

    assertThat(refused.code()).isEqualTo(2);
    assertThat(mine).hasContent("precious");
  }

  private static List<String> files(Path dir) throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      return all.map(file -> dir.relativize(file).toString()).toList();
    }
  }
}
