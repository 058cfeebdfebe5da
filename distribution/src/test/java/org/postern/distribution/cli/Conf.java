package org.postern.distribution.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.TestCa;

/** Folders of settings for tests. */
public final class Conf {

  /** The user of all modes. */
  public static final String USER = "app@example.com";

  /** Nobody may ever see it. */
  public static final String PASSWORD = "pass-word-4711-shown-nowhere";

  private Conf() {}

  /** The settings for that server, {@code more} being lines of is.properties. */
  public static Path write(Path conf, FakeSmtpServer server, String... more) {
    String is =
        "mksis.logging.email.server.hostname=localhost\nmksis.logging.email.server.port="
            + server.port()
            + "\nmksis.logging.email.from="
            + USER
            + "\n"
            + String.join("\n", more)
            + "\n";
    return files(conf, is, "");
  }

  /** Basic over STARTTLS. */
  public static Path basic(Path conf, FakeSmtpServer server) {
    return write(
        conf,
        server,
        "mksis.smtp.ssl.enabled=true",
        "mksis.smtp.authentication=true",
        "mksis.logging.emailfrom.password=" + PASSWORD);
  }

  /** Both files, as given. */
  public static Path files(Path conf, String is, String security) {
    try {
      Files.createDirectories(conf);
      Files.writeString(conf.resolve("is.properties"), is);
      Files.writeString(conf.resolve("security.properties"), security);
      return conf;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** The CA as a file that can be imported. */
  public static String pem(TestCa ca, Path folder) {
    try {
      return ca.writeRootPem(folder.resolve("ca.pem")).toString();
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
