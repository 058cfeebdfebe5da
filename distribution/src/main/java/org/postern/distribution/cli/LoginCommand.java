package org.postern.distribution.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postern.auth.oauth.BrowserLogin;
import org.postern.auth.oauth.DeviceLogin;
import org.postern.auth.oauth.OAuthKeys;
import org.postern.auth.oauth.OAuthLogin;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;
import org.postern.distribution.wiring.CompositionRoot;
import org.postern.distribution.wiring.Secrets;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The login of a person, once, for the grant refresh_token. */
@Command(
    name = "login",
    description = {
      "Log in as a person, once, for postern.oauth.grant=refresh_token.",
      "The refresh token is kept encrypted; mail that waits for it goes on by itself."
    })
final class LoginCommand implements Callable<Integer> {

  private static final int TERMINAL = 80;

  @ParentCommand PosternCommand postern;

  @ArgGroup(exclusive = true)
  How how = new How();

  @Option(names = "--no-qr", description = "Show no picture of the address for a telephone.")
  boolean noQr;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Where the browser comes back to, on 127.0.0.1 (default: any free port); set it where the"
              + " provider wants the redirect address to the letter.")
  int port;

  /** Which way. */
  static final class How {
    @Option(
        names = "--device",
        description = "Show a code to enter on any other device (default without a desktop).")
    boolean device;

    @Option(names = "--browser", description = "Use a browser on this host (default on a desktop).")
    boolean browser;
  }

  @Override
  public Integer call() throws InterruptedException {
    Started started = Started.from(postern);
    SettingValues values = started.settings().values();
    if (!started.settings().scheme().equals("oauth")
        || values.get(OAuthKeys.GRANT) != OAuthKeys.Grant.REFRESH_TOKEN) {
      throw new CommandFailure(
          ExitCode.SETTINGS,
          "a login is for postern.oauth.grant=refresh_token in the mode oauth; the settings say"
              + " otherwise, so nothing would use it");
    }
    needKeyRing(started);
    OAuthLogin login =
        OAuthLogin.of(
            CompositionRoot.authContext(
                started.settings(),
                started.strategies(),
                started.configuration(),
                started.keeper()));
    try {
      OAuthLogin.Done done = byDevice() ? device(login) : browser(login);
      return told(done, values.get(OAuthKeys.USER));
    } catch (AuthException refused) {
      throw new CommandFailure(
          refused.permanent() ? ExitCode.ACT : ExitCode.TRY_AGAIN,
          "nobody is logged in: " + refused.getMessage());
    }
  }

  /** Before anything is asked of a person. */
  private void needKeyRing(Started started) {
    Path ring = Secrets.keyRing(started.configuration(), postern.terminal().environment());
    if (!Files.exists(ring)) {
      throw new CommandFailure(
          ExitCode.SETTINGS,
          "there is no key ring "
              + ring
              + " to encrypt the login with; make one with `postern keys init`");
    }
  }

  private boolean byDevice() {
    return how.device || !how.browser && !desktop();
  }

  private OAuthLogin.Done device(OAuthLogin login) throws AuthException, InterruptedException {
    Terminal terminal = postern.terminal();
    DeviceLogin begun = login.device();
    terminal.line("Open this page on any device:");
    terminal.line("  " + begun.page());
    terminal.line("and enter the code:");
    terminal.line("  " + begun.userCode());
    if (!noQr && terminal.console().isPresent()) {
      URI whole = begun.pageWithCode().orElse(begun.page());
      QrCode.of(whole.toString(), TERMINAL)
          .ifPresent(picture -> terminal.line("or read this with a telephone:\n" + picture));
    }
    terminal.line("Waiting; the code is good for " + begun.left().toMinutes() + " minutes.");
    return login.finish(begun);
  }

  private OAuthLogin.Done browser(OAuthLogin login) throws AuthException, InterruptedException {
    Terminal terminal = postern.terminal();
    try (BrowserLogin begun = login.browser(port)) {
      terminal.line("Open this page in a browser on this host:");
      terminal.line("  " + begun.page());
      if (desktop()) {
        open(begun.page());
      }
      terminal.line("Waiting for the browser.");
      return login.finish(begun);
    }
  }

  private int told(OAuthLogin.Done done, String user) {
    Terminal terminal = postern.terminal();
    Optional<String> other = done.user().filter(name -> !name.equalsIgnoreCase(user));
    terminal.line(
        "Logged in"
            + done.user().map(name -> " as " + LogLayout.escaped(name)).orElse("")
            + "; the refresh token is kept in "
            + done.file());
    other.ifPresent(
        name ->
            terminal.note(
                Wrapped.text(
                    "warning: mksis.logging.email.from is "
                        + user
                        + ", another user; the mail server will refuse that, unless it is a mailbox"
                        + " that "
                        + LogLayout.escaped(name)
                        + " may use",
                    "    ")));
    terminal.line("Try it: postern doctor");
    return ExitCode.OK;
  }

  private boolean desktop() {
    return postern.terminal().environment().containsKey("DISPLAY")
        || postern.terminal().environment().containsKey("WAYLAND_DISPLAY")
        || System.getProperty("os.name", "").startsWith("Windows")
        || System.getProperty("os.name", "").startsWith("Mac");
  }

  /** The address stands on the terminal anyway: whoever has no browser here copies it. */
  private static void open(URI page) {
    String system = System.getProperty("os.name", "");
    String opener =
        system.startsWith("Windows") ? "explorer" : system.startsWith("Mac") ? "open" : "xdg-open";
    try {
      new ProcessBuilder(opener, page.toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException none) {
      // as said above
    }
  }
}
