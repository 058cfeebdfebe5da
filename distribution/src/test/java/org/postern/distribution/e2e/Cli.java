package org.postern.distribution.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.distribution.cli.CommandLines;
import org.postern.distribution.cli.Terminal;
import org.postern.distribution.wiring.BundleFolders;

/** Runs commands as the process does, and keeps all they say so that it can be searched. */
final class Cli {

  private Cli() {}

  /** Runs {@code postern -c CONFDIR arguments}. */
  static Said on(ConfDir conf, String... arguments) {
    List<String> all = new ArrayList<>(List.of("-c", conf.dir().toString(), "-vv"));
    all.addAll(List.of(arguments));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.of(new ByteArrayInputStream(new byte[0]), out, out, Optional.empty(), Map.of());
    int code =
        CommandLines.run(terminal, new BundleFolders(Optional.empty()), all.toArray(String[]::new));
    terminal.flush();
    String text = out.toString(UTF_8);
    try {
      Files.writeString(
          conf.dir().resolve("said.txt"),
          text,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Said(code, text);
  }

  /** What a command answered. */
  record Said(int code, String text) {

    Said exits(int expected) {
      assertThat(code).as("%s", text).isEqualTo(expected);
      return this;
    }

    /** Lines are wrapped for a terminal, so blanks of any length are one. */
    Said says(String part) {
      assertThat(text.replaceAll("\\s+", " ")).contains(part);
      return this;
    }
  }
}
