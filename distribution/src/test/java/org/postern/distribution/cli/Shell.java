package org.postern.distribution.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.distribution.sendmail.Sendmail;
import org.postern.distribution.wiring.BundleFolders;

/** Runs commands in this process, through the real entry, and keeps what they print. */
public final class Shell {

  private final Path home;
  private String input = "";
  private Optional<Person> person = Optional.empty();

  /** With a bundle at {@code home}: its conf/ and plugins/ are the defaults. */
  public Shell(Path home) {
    this.home = home;
  }

  /**
   * What a command left behind.
   *
   * @param code its exit code
   * @param out standard output
   * @param err standard error
   */
  public record Run(int code, String out, String err) {
    /** Both, on one line. */
    public String unwrapped() {
      return all().replaceAll("\\s+", " ");
    }

    /** Both, for searching. */
    public String all() {
      return out + err;
    }
  }

  /** The next commands read this. */
  public Shell input(String text) {
    input = text;
    return this;
  }

  /** The next commands meet somebody who answers so, one by one, and then hangs up. */
  public Shell person(String... answers) {
    Iterator<String> next = List.of(answers).iterator();
    person =
        Optional.of(
            new Person() {
              @Override
              public Optional<String> answer(String question) {
                return next.hasNext() ? Optional.of(next.next()) : Optional.empty();
              }

              @Override
              public Optional<String> secret(String question) {
                return answer(question);
              }
            });
    return this;
  }

  /** Runs one command. */
  public Run run(String... arguments) {
    return run((terminal, out) -> CommandLines.run(terminal, bundle(), arguments));
  }

  /** Runs {@code postern-sendmail}. */
  public Run sendmail(String... arguments) {
    return run((terminal, out) -> Sendmail.run(terminal, out, bundle(), arguments));
  }

  private BundleFolders bundle() {
    return new BundleFolders(Optional.of(home));
  }

  /** An entry of the bundle; its exit code. */
  private interface Entry {
    int run(Terminal terminal, OutputStream out);
  }

  private Run run(Entry entry) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.of(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            err,
            person,
            Map.of());
    int code = entry.run(terminal, out);
    terminal.flush();
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
