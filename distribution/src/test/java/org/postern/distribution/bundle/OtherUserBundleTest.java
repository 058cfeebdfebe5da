package org.postern.distribution.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.distribution.cli.Conf;
import org.postern.distribution.cli.Shell;

/** `postern doctor` by a user to whom the files do not belong. */
@Tag("same-on-every-jdk")
class OtherUserBundleTest {

  private static final String SETTINGS =
      """
      mksis.logging.email.server.hostname=127.0.0.1
      mksis.logging.email.server.port=1
      mksis.smtp.ssl.enabled=true
      mksis.smtp.authentication=true
      mksis.logging.email.from=app@example.com
      mksis.logging.emailfrom.password=plain-0815
      """;

  private static Bundle bundle;
  @TempDir Path folder;
  private Path conf;

  @BeforeAll
  static void unpack(@TempDir Path shared) throws IOException {
    mode(shared, "rwxr-xr-x");
    bundle = Bundle.unpack(shared.resolve("bundle"));
  }

  @BeforeEach
  void prepare() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another");
    mode(folder, "rwxr-xr-x");
    conf = Conf.files(folder.resolve("conf"), SETTINGS, "");
  }

  static Stream<Arguments> closed() {
    return Stream.of(
        arguments("", "rwx------", "files.settings-unreadable", "its folder is closed to the user"),
        arguments("is.properties", "rw-------", "files.settings-unreadable", "by the user nobody"),
        arguments("security.properties", "rw-------", "files.settings-unreadable", "by the user"),
        arguments("postern.keys", "rw-------", "secrets.key-ring-unreadable", "give this user"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("closed")
  void whatItMayNotReadIsTheFirstFault(String file, String mode, String diagnosis, String words)
      throws IOException {
    assertThat(new Shell(folder).run("-c", conf.toString(), "encrypt").code()).isZero();
    mode(conf.resolve(file), mode);

    Bundle.Run run = bundle.asNobody("-c", conf.toString(), "doctor");

    String first = run.out().replaceAll("(?s)^.*?✗", "✗").replaceAll("\\s+", " ");
    assertThat(first.substring(0, first.indexOf(']') + 1)).contains(words, "[" + diagnosis + "]");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void whatItMayNotMendIsSaidAndTheExaminationEndsAsWithoutIt() throws IOException {
    mode(conf.resolve("is.properties"), "rw-rw-rw-");

    Bundle.Run run = bundle.asNobody("-c", conf.toString(), "doctor", "--fix", "--yes");

    assertThat(run.err().replaceAll("\\s+", " "))
        .contains("Not done: set the rights of " + conf.resolve("is.properties"))
        .contains("Not done: encrypt the plain secrets")
        .doesNotContain("\tat ");
    assertThat(run.out()).contains("Begin with the first ✗: files.");
    assertThat(run.code()).isEqualTo(3);
    assertThat(Files.readString(conf.resolve("is.properties"))).isEqualTo(SETTINGS);
  }

  @Test
  void whoMayNotLookIntoTheSpoolIsToldWhoseItIs() throws IOException {
    Shell root = new Shell(folder).input("To: a@example.org\n\nText\n");
    assertThat(root.sendmail("-C", conf.toString(), "-t").code()).isZero();

    Bundle.Run run = bundle.asNobody("-c", conf.toString(), "queue", "list");

    assertThat(run.err().replaceAll("\\s+", " "))
        .contains("no rights for user nobody, it belongs to root", "run this as the account")
        .doesNotContain("SQLITE", "WARN");
    assertThat(run.code()).isEqualTo(3);
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
