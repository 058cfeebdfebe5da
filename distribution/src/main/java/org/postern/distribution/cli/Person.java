package org.postern.distribution.cli;

import java.io.Console;
import java.util.Optional;

/** Somebody at a terminal who can be asked. */
public interface Person {

  /** The answer, without its line end; empty where the input has ended. */
  Optional<String> answer(String question);

  /** The same, and nobody sees what is typed. */
  Optional<String> secret(String question);

  /** At this console. */
  static Person at(Console console) {
    return new Person() {
      @Override
      public Optional<String> answer(String question) {
        return Optional.ofNullable(console.readLine("%s", question));
      }

      @Override
      public Optional<String> secret(String question) {
        return Optional.ofNullable(console.readPassword("%s", question)).map(String::new);
      }
    };
  }
}
