package org.postern.core.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used. Carries every problem found, not only the first. */
public final class SettingsException extends RuntimeException {

  private final transient List<SettingsProblem> problems;

  /** At least one problem, in any order. */
  public SettingsException(List<SettingsProblem> problems) {
    super(
        SettingsProblem.inOrder(problems).stream()
            .map(SettingsProblem::toString)
            .collect(Collectors.joining("\n")));
    this.problems = SettingsProblem.inOrder(problems);
  }

  /** One problem alone. */
  public static SettingsException of(SettingsProblem problem) {
    return new SettingsException(List.of(problem));
  }

  /** All problems, in the order of files and lines, each once; never empty. */
  public List<SettingsProblem> problems() {
    return problems;
  }
}
