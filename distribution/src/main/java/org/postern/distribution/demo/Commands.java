package org.postern.distribution.demo;

/** Runs a command of {@code postern} as the shell would; returns its exit code. */
@FunctionalInterface
public interface Commands {

  /** Runs it, its output shown to whoever watches. */
  int run(String... arguments);
}
