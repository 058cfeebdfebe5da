package org.postern.distribution.server;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.postern.distribution.watch.Condition;
import org.postern.distribution.watch.Severity;
import org.postern.distribution.watch.Warning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server must know of the process before: which warnings people were told of, so that a
 * restart repeats none and an end is told, and when a mail got through. One thread.
 */
final class WatchFile {

  private static final Logger LOG = LoggerFactory.getLogger(WatchFile.class);
  private static final String NAME = "server.watch";

  private final Path file;
  private Optional<State> written = Optional.empty();

  private WatchFile(Path file) {
    this.file = file;
  }

  /** In the folder of the spool. */
  static WatchFile in(Path spool) {
    return new WatchFile(spool.resolve(NAME));
  }

  /** What is kept. */
  record State(List<Warning> warnings, Optional<Instant> lastSuccess) {

    static final State NONE = new State(List.of(), Optional.empty());
  }

  /** As it was written last; nothing where that cannot be read, which the log says. */
  State read() {
    if (!Files.exists(file)) {
      return State.NONE;
    }
    try {
      Properties text = new Properties();
      text.load(new StringReader(Files.readString(file)));
      List<Warning> warnings = new ArrayList<>();
      for (int i = 0; text.containsKey(i + ".id"); i++) {
        warnings.add(warning(text, i + "."));
      }
      return new State(
          warnings, Optional.ofNullable(text.getProperty("last_success")).map(Instant::parse));
    } catch (IOException | IllegalArgumentException | DateTimeException damaged) {
      LOG.warn("{} cannot be read; open warnings are told anew: {}", file, damaged.toString());
      return State.NONE;
    }
  }

  /** Writes it where it has changed. A disk that takes it not makes a warning of its own. */
  void write(State state) {
    if (written.filter(state::equals).isPresent()) {
      return;
    }
    try {
      PrivateFile.write(file, text(state));
      written = Optional.of(state);
    } catch (IOException full) {
      LOG.debug("{} cannot be written: {}", file, full.toString());
    }
  }

  private static Warning warning(Properties text, String at) {
    Condition condition =
        new Condition(
            text.getProperty(at + "id"),
            Severity.valueOf(text.getProperty(at + "severity", "")),
            text.getProperty(at + "text", ""),
            text.getProperty(at + "remedy", ""),
            Duration.ZERO,
            Integer.parseInt(text.getProperty(at + "grade", "")),
            true);
    return new Warning(
        condition,
        Instant.parse(text.getProperty(at + "since", "")),
        Instant.parse(text.getProperty(at + "told", "")));
  }

  private static String text(State state) {
    Properties all = new Properties();
    state.lastSuccess().ifPresent(when -> all.setProperty("last_success", when.toString()));
    for (int i = 0; i < state.warnings().size(); i++) {
      Warning warning = state.warnings().get(i);
      all.setProperty(i + ".id", warning.condition().id());
      all.setProperty(i + ".severity", warning.condition().severity().name());
      all.setProperty(i + ".text", warning.condition().text());
      all.setProperty(i + ".remedy", warning.condition().remedy());
      all.setProperty(i + ".grade", Integer.toString(warning.condition().grade()));
      all.setProperty(i + ".since", warning.since().toString());
      all.setProperty(i + ".told", warning.told().toString());
    }
    return PropertyText.of(all);
  }
}
