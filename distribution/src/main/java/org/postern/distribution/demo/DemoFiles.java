package org.postern.distribution.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.testkit.FakeSmtpServer;

/** The property files of the demo, one folder for each mode, and its plug-in. */
final class DemoFiles {

  private static final String PLUGIN = "org/example/secretfile/SecretFileProvider";

  private final Path folder;
  private final DemoServers servers;

  DemoFiles(Path folder, DemoServers servers) {
    this.folder = folder;
    this.servers = servers;
  }

  Path open() throws IOException {
    return write("open", is(servers.relay, "mksis.smtp.oauth.authentication=false\n"), "");
  }

  Path basic() throws IOException {
    String mode =
        "mksis.smtp.authentication=true\nmksis.logging.emailfrom.password="
            + servers.password
            + "\n";
    return write("basic", is(servers.submission, mode), "");
  }

  Path oauth() throws IOException {
    String mode = "mksis.smtp.oauth.authentication=true\nmksis.smtp.authentication=false\n";
    String security =
        "mksis.security.smtp.oauth.clientID=demo-client\n"
            + "mksis.security.smtp.oauth.clientSecret="
            + servers.clientSecret
            + "\nmksis.security.smtp.oauth.tokenEndpointURL="
            + servers.tokens.uri()
            + "\nmksis.security.smtp.oauth.scope="
            + DemoServers.SCOPE
            + "\n";
    return write("oauth", is(servers.submission, mode), security);
  }

  Path plugin() throws IOException {
    String mode =
        "postern.auth.scheme=secret-file\n"
            + "postern.secret_file.path=password.txt\n"
            + "postern.tls.mode=implicit\n"
            + "postern.plugins.dir=../plugins\n";
    Path conf = write("plugin", is(servers.implicit, mode), "");
    privately(conf.resolve("password.txt"), servers.password + "\n");
    return conf;
  }

  /** The jar of the sample plug-in, in its place; returns it. */
  Path pluginJar() throws IOException {
    Path jar = Files.createDirectories(folder.resolve("plugins/secret-file")).resolve("demo.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        InputStream code = DemoFiles.class.getResourceAsStream("/" + PLUGIN + ".class")) {
      if (code == null) {
        throw new IOException("the sample plug-in is missing in this bundle");
      }
      out.putNextEntry(new JarEntry(PLUGIN + ".class"));
      code.transferTo(out);
      out.putNextEntry(new JarEntry("META-INF/services/" + AuthStrategyProvider.class.getName()));
      out.write(PLUGIN.replace('/', '.').getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static String is(FakeSmtpServer server, String mode) {
    return "mksis.logging.email.server.hostname=localhost\n"
        + "mksis.logging.email.server.port="
        + server.port()
        + "\nmksis.smtp.ssl.enabled=true\nmksis.logging.email.from="
        + DemoServers.USER
        + "\n"
        + mode;
  }

  private Path write(String name, String is, String security) throws IOException {
    Path conf = Files.createDirectories(folder.resolve(name));
    privately(conf.resolve("is.properties"), is);
    privately(conf.resolve("security.properties"), security);
    return conf;
  }

  /** They hold plain secrets until `postern encrypt` has run. */
  private static void privately(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    if (Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(file, text);
  }
}
