package org.postern.distribution.cli;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** Takes an answer from the command line, or else asks for it until it is good. */
final class Interview {

  private final Terminal terminal;
  private final boolean silent;

  /**
   * An interview.
   *
   * @param silent to take every default without asking
   */
  Interview(Terminal terminal, boolean silent) {
    this.terminal = terminal;
    this.silent = silent;
  }

  /**
   * One answer.
   *
   * @param option where the command line has it
   * @param normal what an empty answer means; empty: there must be one
   * @param check returns the value as it is to be written, or throws {@link
   *     IllegalArgumentException} with what is wrong
   */
  String ask(
      String option,
      Optional<String> given,
      String question,
      Optional<String> normal,
      UnaryOperator<String> check) {
    if (given.isPresent()) {
      return checked(option, given.get(), check);
    }
    if (silent && normal.isPresent()) {
      return checked(option, normal.get(), check);
    }
    Person person = person(option);
    while (true) {
      String suggestion = normal.map(n -> " [" + n + "]").orElse("");
      String typed = reply(person.answer(question + suggestion + ": ")).strip();
      try {
        if (!typed.isEmpty() || normal.isPresent()) {
          return check.apply(typed.isEmpty() ? normal.get() : typed);
        }
        terminal.note("  An answer is needed here.");
      } catch (IllegalArgumentException refused) {
        terminal.note(Wrapped.text("  " + refused.getMessage(), "  "));
      }
    }
  }

  /** A secret that nobody sees; never empty. */
  String secret(String option, String question) {
    Person person = person(option);
    while (true) {
      String typed = reply(person.secret(question + " (not shown): "));
      if (!typed.isBlank()) {
        return typed.strip();
      }
      terminal.note("  An answer is needed here.");
    }
  }

  private Person person(String option) {
    if (silent || terminal.console().isEmpty()) {
      throw CommandFailure.usage(
          option + " is missing, and there is nobody to ask; nothing was written");
    }
    return terminal.console().get();
  }

  private static String reply(Optional<String> typed) {
    return typed.orElseThrow(
        () -> CommandFailure.usage("the input ended before the last answer; nothing was written"));
  }

  private static String checked(String option, String value, UnaryOperator<String> check) {
    try {
      return check.apply(value.strip());
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(option + ": " + refused.getMessage());
    }
  }
}
