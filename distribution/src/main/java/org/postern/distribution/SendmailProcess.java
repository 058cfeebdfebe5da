package org.postern.distribution;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Map;
import org.postern.distribution.cli.Terminal;
import org.postern.distribution.sendmail.Sendmail;
import org.postern.distribution.wiring.BundleFolders;

/** The process behind {@code bin/postern-sendmail}. */
public final class SendmailProcess {

  private SendmailProcess() {}

  /** Runs one call and ends with its exit code. */
  public static void main(String[] arguments) {
    Terminal terminal = Terminal.ofProcess(Map.copyOf(System.getenv()));
    int code =
        Sendmail.run(
            terminal,
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
            BundleFolders.ofProcess(),
            arguments);
    terminal.flush();
    System.exit(code);
  }
}
