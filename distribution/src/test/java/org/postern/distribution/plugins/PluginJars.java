package org.postern.distribution.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.postern.core.spi.AuthStrategyProvider;

/** Makes real plug-in jars: compiled against core alone, as somebody else would. */
public final class PluginJars {

  private static final String SERVICES =
      "META-INF/services/" + AuthStrategyProvider.class.getName();

  private PluginJars() {}

  /** Compiles one class of the package {@code theirs} and packs it as that jar. */
  public static Path compile(Path jar, String className, String source) {
    return pack(jar, classFiles(className, source, "17"), "theirs." + className);
  }

  /** The compiled files by entry name. */
  static Map<String, byte[]> classFiles(String className, String source, String release) {
    try {
      Path work = Files.createTempDirectory("plugin-src");
      Path file = Files.createDirectories(work.resolve("theirs")).resolve(className + ".java");
      Files.writeString(file, source);
      Path core =
          Path.of(
              AuthStrategyProvider.class
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .getPath());
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      StringWriter complaints = new StringWriter();
      boolean good =
          compiler
              .getTask(
                  complaints,
                  null,
                  null,
                  List.of("--release", release, "-cp", core.toString(), "-d", work + "/out"),
                  null,
                  compiler
                      .getStandardFileManager(null, null, StandardCharsets.UTF_8)
                      .getJavaFileObjects(file))
              .call();
      assertThat(good).as(complaints.toString()).isTrue();
      return read(work.resolve("out"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Packs these entries, and the services file with that provider. */
  static Path pack(Path jar, Map<String, byte[]> entries, String provider) {
    Map<String, byte[]> all = new LinkedHashMap<>(entries);
    if (!provider.isEmpty()) {
      all.put(SERVICES, provider.getBytes(StandardCharsets.UTF_8));
    }
    try {
      Files.createDirectories(jar.getParent());
      try (OutputStream file = Files.newOutputStream(jar);
          ZipOutputStream zip = new ZipOutputStream(file)) {
        for (Map.Entry<String, byte[]> entry : all.entrySet()) {
          zip.putNextEntry(new ZipEntry(entry.getKey()));
          zip.write(entry.getValue());
        }
      }
      return jar;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A provider of that scheme that logs in with nothing. */
  static String source(String className, String scheme, String extra) {
    return """
        package theirs;
        import java.util.Set;
        import org.postern.core.settings.SettingKey;
        import org.postern.core.spi.*;
        public final class %s implements AuthStrategyProvider {
          %s
          public String scheme() { return "%s"; }
          public Set<SettingKey<?>> keys() { return Set.of(); }
          public AuthStrategy create(AuthContext context) { return Credentials.None::new; }
        }
        """
        .formatted(className, extra, scheme);
  }

  private static Map<String, byte[]> read(Path folder) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return entries;
  }
}
