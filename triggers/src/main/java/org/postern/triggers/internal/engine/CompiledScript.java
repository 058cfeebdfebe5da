package org.postern.triggers.internal.engine;

import org.mozilla.javascript.Script;
import org.postern.triggers.header.ScriptHeader;

/**
 * A script that was compiled. Immutable, for many threads at once.
 *
 * @param name its file name
 * @param source its text
 * @param script to be run in a fresh scope
 * @param version Rhino's number of the language
 * @param header what its comments declare
 */
record CompiledScript(String name, String source, Script script, int version, ScriptHeader header) {

  CompiledScript(String name, String source, Script script, int version) {
    this(name, source, script, version, ScriptHeader.of(source));
  }

  /** A line of the source, from 1, without blanks around it, shortened; "" where there is none. */
  String line(int number) {
    return source
        .lines()
        .skip(Math.max(0, number - 1L))
        .findFirst()
        .map(String::strip)
        .map(line -> line.length() > 120 ? line.substring(0, 120) + "…" : line)
        .orElse("");
  }
}
