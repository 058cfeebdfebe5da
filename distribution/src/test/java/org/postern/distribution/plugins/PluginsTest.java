package org.postern.distribution.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {

  private static final List<String> BUILT_IN = List.of("open", "basic", "oauth");

  @TempDir Path root;
  private Path jar;

  @BeforeEach
  void place() {
    jar = root.resolve("mine/mine.jar");
  }

  @Test
  void aGoodPluginBringsItsScheme() {
    good(jar, "knock");

    assertThat(only().problem()).isEmpty();
    assertThat(only().schemes()).containsExactly("knock");
  }

  @Test
  void noFolderMeansNoPlugins() {
    assertThat(Plugins.load(root.resolve("none"), BUILT_IN).all()).isEmpty();
  }

  @Test
  void aPluginSeesOurSpiAndNothingElseOfOurs() throws ReflectiveOperationException {
    good(jar, "knock");
    ClassLoader theirs = only().providers().get(0).getClass().getClassLoader();

    assertThat(theirs.loadClass("org.postern.core.spi.AuthStrategyProvider"))
        .isEqualTo(org.postern.core.spi.AuthStrategyProvider.class);
    assertThat(theirs.loadClass("org.slf4j.Logger")).isEqualTo(org.slf4j.Logger.class);
    for (String hidden :
        List.of(
            "org.postern.core.Mailer",
            "org.postern.core.message.OutboundMessage",
            "org.postern.core.internal.smtp.SmtpClient",
            "org.postern.distribution.Postern",
            "org.postern.crypto.KeyRing",
            "com.google.inject.Guice",
            "jakarta.mail.Session",
            "picocli.CommandLine")) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> theirs.loadClass(hidden))
          .as(hidden)
          .isInstanceOf(ClassNotFoundException.class);
    }
    assertThat(theirs.getResource("META-INF/services/ch.qos.logback.classic.spi.Configurator"))
        .isNull();
  }

  @Test
  void aJarThatOthersMayWriteIsLeftOut() throws IOException {
    good(jar, "knock");
    rights(jar, "rw-rw-r--");
    assertRefused("mine.jar", "can be written by others", "chmod go-w");

    rights(jar, "rw-r--rw-");
    assertRefused("mine.jar", "can be written by others");
  }

  @Test
  void aFolderThatOthersMayWriteIsLeftOut() throws IOException {
    good(jar, "knock");
    rights(jar.getParent(), "rwxrwxr-x");

    assertRefused("mine", "can be written by others");
  }

  @Test
  void aJarOfSomebodyElseIsLeftOut() throws IOException {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "only root can give a file away");
    good(jar, "knock");
    Files.setOwner(
        jar, jar.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

    assertRefused("mine.jar", "belongs to nobody");
  }

  @Test
  void aLinkThatLeadsOutIsLeftOut(@TempDir Path elsewhere) throws IOException {
    Path outside = good(elsewhere.resolve("x.jar"), "knock");
    Files.createDirectories(jar.getParent());
    Files.createSymbolicLink(jar, outside);

    assertRefused("mine.jar", "leads out of the plug-in folder");
  }

  @Test
  void aBrokenJarIsLeftOut() throws IOException {
    good(jar, "knock");
    byte[] bytes = Files.readAllBytes(jar);
    Files.write(jar, java.util.Arrays.copyOf(bytes, bytes.length / 2));

    assertRefused("mine.jar", "is no jar that can be read");
  }

  @Test
  void aJarWithNamesThatLeadOutIsLeftOut() {
    PluginJars.pack(jar, Map.of("../evil.class", new byte[] {1}), "theirs.Mine");

    assertRefused("mine.jar", "leads out of it", "../evil.class");
  }

  @Test
  void aNamedClassThatIsMissingIsTold() {
    PluginJars.pack(jar, Map.of("readme.txt", new byte[0]), "theirs.Missing");

    assertRefused("mine.jar", "theirs.Missing");
  }

  @Test
  void aStaticInitializerThatThrowsIsTold() {
    mine("static { if (true) throw new IllegalStateException(\"no luck\"); }");

    assertRefused("mine.jar", "no luck");
  }

  @Test
  void aConstructorThatThrowsIsTold() {
    mine("public Mine() { throw new IllegalStateException(\"no luck\"); }");

    assertRefused("mine.jar", "no luck");
  }

  @Test
  void aClassForANewerJavaIsTold() {
    Map<String, byte[]> files =
        PluginJars.classFiles("Mine", PluginJars.source("Mine", "knock", ""), "17");
    files.get("theirs/Mine.class")[7] = (byte) 200;
    PluginJars.pack(jar, files, "theirs.Mine");

    assertRefused("mine.jar", "class file version");
  }

  @Test
  void aPluginWithoutProviderIsTold() {
    PluginJars.pack(jar, Map.of("readme.txt", new byte[0]), "");

    assertRefused("mine.jar", "names no provider");
  }

  @Test
  void aFolderWithoutJarIsTold() throws IOException {
    Files.createDirectories(jar.getParent());

    assertRefused("mine", "has no jar");
  }

  @Test
  void twoPluginsOfOneSchemeAreBothLeftOutAndBothJarsNamed() {
    good(jar, "knock");
    good(root.resolve("other/other.jar"), "knock");

    Plugins plugins = Plugins.load(root, BUILT_IN);

    assertThat(plugins.providers()).isEmpty();
    assertThat(plugins.broken())
        .hasSize(2)
        .allSatisfy(
            plugin ->
                assertThat(plugin.problem().orElseThrow())
                    .contains("mine.jar", "other.jar", "\"knock\""));
  }

  @Test
  void aSchemeThatIsBuiltInCannotBeTaken() {
    good(jar, "basic");

    assertRefused("mine.jar", "\"basic\"", "built in");
  }

  @Test
  void aBrokenPluginDoesNotHarmAnother() throws IOException {
    good(jar, "knock");
    Files.createDirectories(root.resolve("broken"));
    Files.writeString(root.resolve("broken/x.jar"), "no jar");

    Plugins plugins = Plugins.load(root, BUILT_IN);

    assertThat(plugins.providers()).hasSize(1);
    assertThat(plugins.broken()).hasSize(1);
  }

  private void mine(String extra) {
    PluginJars.compile(jar, "Mine", PluginJars.source("Mine", "knock", extra));
  }

  private static Path good(Path jar, String scheme) {
    return PluginJars.compile(jar, "Mine", PluginJars.source("Mine", scheme, ""));
  }

  private Plugin only() {
    List<Plugin> all = Plugins.load(root, BUILT_IN).all();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private void assertRefused(String... words) {
    assertThat(only().providers()).isEmpty();
    assertThat(only().problem().orElse("")).contains(words);
  }

  private static void rights(Path path, String rights) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
  }
}
