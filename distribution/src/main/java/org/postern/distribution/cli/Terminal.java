package org.postern.distribution.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command reads and writes.
 *
 * @param in standard input
 * @param out what was asked for, and nothing else
 * @param err all the rest
 * @param console a person, for questions and secrets; empty where none is there
 * @param environment the environment variables
 */
public record Terminal(
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    Optional<Person> console,
    Map<String, String> environment) {

  /** That of this process, in UTF-8. */
  public static Terminal ofProcess(Map<String, String> environment) {
    return of(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        Optional.ofNullable(System.console()).map(Person::at),
        environment);
  }

  /** On these streams, in UTF-8. */
  public static Terminal of(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Optional<Person> console,
      Map<String, String> environment) {
    return new Terminal(in, writer(out), writer(err), console, Map.copyOf(environment));
  }

  /** One line of what was asked for. */
  public void line(String text) {
    out.print(text + "\n");
    out.flush();
  }

  /** One line about it. */
  public void note(String text) {
    err.print(text + "\n");
    err.flush();
  }

  /** Asks yes or no; no where nobody is there to ask. */
  public boolean confirms(String question) {
    return console
        .flatMap(person -> person.answer(question + " [y/N] "))
        .filter(answer -> answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("y"))
        .isPresent();
  }

  /** Nothing is left in a buffer. */
  public void flush() {
    out.flush();
    err.flush();
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
