package org.postern.distribution;

import java.util.Map;
import org.postern.distribution.cli.CommandLines;
import org.postern.distribution.cli.Terminal;
import org.postern.distribution.wiring.BundleFolders;

/** The process behind {@code bin/postern}. */
public final class Postern {

  private Postern() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] arguments) {
    Terminal terminal = Terminal.ofProcess(Map.copyOf(System.getenv()));
    int code = CommandLines.run(terminal, BundleFolders.ofProcess(), arguments);
    terminal.flush();
    System.exit(code);
  }
}
