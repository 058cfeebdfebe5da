package org.postern.distribution.sendmail;

import java.io.IOException;
import java.io.OutputStream;
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
import org.postern.relay.Inlet;
import org.postern.relay.SmtpListener;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;
import org.postern.spool.sql.Spools;

/**
 * {@code bin/postern-sendmail}: what scripts and programs call as sendmail(1). The mail is in the
 * spool when it returns 0, whether the server runs or not.
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
      case 'p' -> {
        return CommandLines.run(terminal, bundle, "-c", folder.toString(), "queue", "list");
      }
      default -> {
        Configuration configuration = Configuration.of(folder, bundle);
        MailSettings settings =
            configuration.load(
                configuration.plugins(), Secrets.forSpool(configuration, terminal.environment()));
        Path from = configuration.folder();
        try (Spool spool = Spools.guest(settings.values())) {
          Inlet inlet = Inlet.of(spool);
          if (options.mode() == 's') {
            SmtpListener.converse(settings, from, inlet, terminal.in(), output);
            output.flush();
          } else {
            submit(options, settings, new Submission(settings, from, inlet));
          }
          return Sysexit.OK;
        }
      }
    }
  }

  private void submit(Options options, MailSettings settings, Submission submission)
      throws IOException, Sysexit {
    Addressing addressing = new Addressing(options, settings.from());
    Optional<MailAddress> sender = addressing.sender();
    try (Message message = Message.read(terminal.in(), options.dotsIgnored())) {
      byte[] header = message.header();
      List<MailAddress> recipients = addressing.recipients(header);
      submission.submit(sender, recipients, options, addressing.head(header, sender), message);
    }
  }
}
