package org.postern.distribution.cli;

import java.util.Map;
import org.postern.distribution.output.Json;
import picocli.CommandLine.Option;

/** For commands that change something: what they did, for people or as one JSON object. */
final class JsonOutput {

  @Option(names = "--json", description = "Print what was done as a JSON object.")
  boolean json;

  /** Says it in one of both ways; an error is never said here. */
  void say(Terminal terminal, Map<String, Object> object, String... lines) {
    if (json) {
      terminal.line(Json.of(object));
      return;
    }
    for (String line : lines) {
      terminal.line(line);
    }
  }
}
