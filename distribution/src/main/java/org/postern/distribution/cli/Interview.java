package org.postern.distribution.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.postern.core.settings.SettingKey;

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
      String suggestion = normal.filter(n -> !n.isEmpty()).map(n -> " [" + n + "]").orElse("");
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

  /**
   * One of several, each explained to whoever is asked; the first is the usual one.
   *
   * @param choices what can be written, and what it means
   */
  String choose(
      String option, Optional<String> given, String question, Map<String, String> choices) {
    List<String> names = List.copyOf(choices.keySet());
    if (names.size() == 1 && given.isEmpty()) {
      return names.get(0);
    }
    if (given.isEmpty() && !silent && terminal.console().isPresent()) {
      terminal.note(question + ":");
      choices.forEach((name, meaning) -> terminal.note(String.format("  %-19s %s", name, meaning)));
    }
    return ask(option, given, "Your choice", Optional.of(names.get(0)), text -> oneOf(text, names));
  }

  private static String oneOf(String text, List<String> allowed) {
    if (!allowed.contains(text)) {
      throw SettingKey.invalid(text, "no choice here", "choose of " + String.join(", ", allowed));
    }
    return text;
  }

  /**
   * A secret that nobody sees; never empty.
   *
   * @param given where the command line has it
   * @param check throws {@link IllegalArgumentException} with what is wrong
   */
  String secret(String option, Optional<String> given, String question, Consumer<String> check) {
    UnaryOperator<String> whole =
        text -> {
          check.accept(text);
          return text;
        };
    if (given.isPresent()) {
      return checked(option, given.get(), whole);
    }
    Person person = person(option);
    while (true) {
      String typed = reply(person.secret(question + " (not shown): ")).strip();
      try {
        if (!typed.isEmpty()) {
          return whole.apply(typed);
        }
        terminal.note("  An answer is needed here.");
      } catch (IllegalArgumentException refused) {
        terminal.note(Wrapped.text("  " + refused.getMessage(), "  "));
      }
    }
  }

  /** Something that was found by an answer, for whoever gave it. */
  void say(String found) {
    terminal.note(Wrapped.text("  " + found, "  "));
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
