package org.postern.distribution.sendmail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingsException;
import org.postern.core.smtp.MailAddress;
import org.postern.distribution.cli.CommandLines;
import org.postern.distribution.cli.Logging;
import org.postern.distribution.cli.Terminal;
import org.postern.distribution.wiring.BundleFolders;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import org.postern.distribution.wiring.SendmailKeys;
import org.postern.relay.Inlet;
import org.postern.relay.ListenerSettings;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolKeys;
import org.postern.spool.sql.Spools;

/**
 * {@code bin/postern-sendmail}: what scripts and programs call as sendmail(1). The mail is in the
 * spool when it returns 0, whether the server runs or not; for a user who may not write there, by
 * the server, which then has to run.
 */
public final class Sendmail {

  private final Terminal terminal;
  private final OutputStream output;
  private final BundleFolders bundle;

  private Sendmail(Terminal terminal, OutputStream output, BundleFolders bundle) {
    this.terminal = terminal;
    this.output = output;
    this.bundle = bundle;
  }

  /**
   * Runs one call.
   *
   * @param output for the session of -bs
   * @return a code of sysexits.h
   */
  public static int run(
      Terminal terminal, OutputStream output, BundleFolders bundle, String... arguments) {
    Logging.level(0);
    try {
      return new Sendmail(terminal, output, bundle).call(Options.of(arguments));
    } catch (Sysexit refused) {
      return said(terminal, refused.code(), refused.getMessage());
    } catch (SettingsException refused) {
      refused.problems().forEach(problem -> terminal.note("sendmail: " + problem));
      return Sysexit.CONFIG;
    } catch (SpoolException unusable) {
      // whatever it is, the caller has the mail still, and may try again
      return said(terminal, Sysexit.TEMPFAIL, unusable.getMessage());
    } catch (IOException failed) {
      return said(terminal, Sysexit.IOERR, "input or output failed: " + failed);
    } catch (RuntimeException bug) {
      return said(terminal, Sysexit.SOFTWARE, "unexpected error: " + bug);
    }
  }

  private static int said(Terminal terminal, int code, Object why) {
    terminal.note("sendmail: " + why);
    return code;
  }

  private int call(Options options) throws IOException, Sysexit {
    Path folder = options.conf().map(Path::of).orElseGet(bundle::conf);
    switch (options.mode()) {
      case 'i' -> {
        return Sysexit.OK; // there are no aliases to prepare
      }
      case 'h' -> {
        return printed(Manual.help());
      }
      case 'M' -> {
        return printed(Manual.page());
      }
      case 'p' -> {
        return CommandLines.run(terminal, bundle, "-c", folder.toString(), "queue", "list");
      }
      default -> {
        Hidden.mustNotBe(folder);
        if (!Files.isDirectory(folder)) {
          throw new Sysexit(
              Sysexit.CONFIG,
              "the folder of the settings, " + folder + ", does not exist; name it by -C DIR");
        }
        return handOver(options, Configuration.of(folder, bundle));
      }
    }
  }

  private int printed(String text) {
    terminal.out().print(text);
    return Sysexit.OK;
  }

  private int handOver(Options options, Configuration configuration) throws IOException, Sysexit {
    boolean password = configuration.peekValue(SpoolKeys.PASSWORD).isPresent();
    Path keys = Secrets.keyRing(configuration, terminal.environment());
    boolean hidden = password && Hidden.is(keys);
    MailSettings settings =
        configuration.load(
            configuration.plugins(),
            hidden ? Secrets.unread() : Secrets.forSpool(configuration, terminal.environment()));
    Path folder = configuration.folder();
    if (hidden) {
      return by(
          toServer(settings, folder, keys + " cannot be read by this user"), options, settings);
    }
    Spool opened;
    try {
      opened = Spools.guest(settings.values());
    } catch (SpoolException unusable) {
      boolean database = settings.values().find(SpoolKeys.URL).isPresent();
      if (database || !Hidden.spool(settings.values().get(SpoolKeys.FOLDER), unusable)) {
        throw unusable;
      }
      String why = String.valueOf(unusable.getMessage());
      return by(toServer(settings, folder, why), options, settings);
    }
    try (Spool spool = opened) {
      return by(new Way.ToSpool(settings, folder, Inlet.of(spool)), options, settings);
    }
  }

  private static Way toServer(MailSettings settings, Path folder, String why) {
    return new ToServer(ListenerSettings.loopback(settings, folder), why);
  }

  private int by(Way way, Options options, MailSettings settings) throws IOException, Sysexit {
    if (options.mode() == 's') {
      Replies replies = new Replies(output);
      way.converse(new TypedLines(terminal.in()), replies);
      return replies.code();
    }
    Addressing addressing =
        new Addressing(
            options,
            settings.from(),
            settings.values().find(SendmailKeys.LOCAL_RECIPIENTS).orElse(List.of()));
    Optional<MailAddress> sender = addressing.sender();
    AuthorField author =
        new AuthorField(
            sender.or(settings::from),
            options.fullName().isPresent() ? options.fullName() : addressing.user());
    try (Message message = Message.read(terminal.in(), options.dotsIgnored())) {
      byte[] header = message.header();
      List<MailAddress> recipients = addressing.recipients(header);
      new Submission(way).submit(sender, recipients, options, author.in(header), message);
    }
    return Sysexit.OK;
  }
}
