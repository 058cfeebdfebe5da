package org.postern.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.postern.core.AuthStrategies;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SecretDecoder;
import org.postern.core.settings.SettingsLoader;
import org.postern.core.settings.SettingsPart;

/** A listener on a free port of 127.0.0.1, with real settings, before a {@link Mailbag}. */
final class RunningListener implements AutoCloseable {

  private final Mailbag mailbag = new Mailbag();
  private final ListenerSettings settings;
  private final SmtpListener listener;

  private RunningListener(ListenerSettings settings) throws IOException {
    this.settings = settings;
    this.listener = SmtpListener.start(settings, mailbag);
  }

  /** Listens at 127.0.0.1, with these lines in is.properties beside what is needed. */
  static RunningListener with(Path folder, String... lines) {
    try {
      String rest = String.join("\n", lines);
      String listen =
          rest.contains("postern.relay.listen=") ? "" : "postern.relay.listen=127.0.0.1:0\n";
      return new RunningListener(settings(folder, listen + rest));
    } catch (IOException unexpected) {
      throw new UncheckedIOException(unexpected);
    }
  }

  /** The settings of such a file. */
  static ListenerSettings settings(Path folder, String lines) throws IOException {
    return ListenerSettings.of(mailSettings(folder, lines), folder);
  }

  /** As {@link #settings}, before the relay looks at them. */
  static MailSettings mailSettings(Path folder, String lines) throws IOException {
    return load(folder, lines, List.of());
  }

  /** As {@link #mailSettings}, the relay looking at them with all that is wrong in the file. */
  static MailSettings checked(Path folder, String lines) throws IOException {
    return load(folder, lines, List.of(settings -> ListenerSettings.of(settings, folder)));
  }

  private static MailSettings load(Path folder, String lines, List<SettingsPart> parts)
      throws IOException {
    Files.writeString(
        folder.resolve("is.properties"),
        "mksis.logging.email.server.hostname=localhost\n"
            + "postern.relay.hostname=relay.example.com\n"
            + lines
            + "\n");
    AuthStrategies strategies = AuthStrategies.discover(RunningListener.class.getClassLoader());
    return new SettingsLoader(strategies.schemes(), ListenerKeys.all())
        .load(folder, SecretDecoder.PLAIN, parts);
  }

  Mailbag mailbag() {
    return mailbag;
  }

  LocalUsers users() {
    return settings.users();
  }

  SmtpListener listener() {
    return listener;
  }

  int port() {
    return listener.addresses().get(0).getPort();
  }

  @Override
  public void close() {
    try {
      listener.stop(Duration.ZERO);
      // nothing that a session logs at its end may be heard by the next test
      Patient.await().until(() -> listener.status().open() == 0);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
