package org.postern.core.settings;

import java.util.List;
import java.util.Optional;

/**
 * What must be set for a test installation. A setting of a mode that is not chosen is an error as
 * well where no mode is named: somebody meant to be safe, and mail would go to everybody.
 */
final class ModeRules {

  private final Gathered all;

  ModeRules(Gathered all) {
    this.all = all;
  }

  void check() {
    Optional<SendingMode> mode = all.value(ModeKeys.MODE);
    if (mode.isEmpty() && !all.unusable(ModeKeys.MODE)) {
      List.of(ModeKeys.REDIRECT_TO, ModeKeys.ALLOW, ModeKeys.OTHERS, ModeKeys.FOLDER)
          .forEach(this::withoutMode);
    }
    mode.ifPresent(
        chosen -> {
          switch (chosen) {
            case REDIRECT -> needs(ModeKeys.REDIRECT_TO, "name the test mailbox there");
            case ALLOWLIST -> needs(ModeKeys.ALLOW, "name there who may get mail");
            case LIVE, CAPTURE -> {}
          }
        });
  }

  private void withoutMode(SettingKey<?> key) {
    if (all.given.containsKey(key.name())) {
      all.problems.add(
          all.at(key)
              .problem(
                  "is set, yet " + ModeKeys.MODE + " is not, so that all mail would leave",
                  "set "
                      + ModeKeys.MODE
                      + " to capture, redirect or allowlist; or to live, where it shall leave"));
    }
  }

  private void needs(SettingKey<?> key, String remedy) {
    if (!all.given.containsKey(key.name())) {
      all.unusable.add(key.name());
      all.problems.add(
          all.at(key)
              .problem("is missing, and " + ModeKeys.MODE + " cannot do without it", remedy));
    }
  }
}
