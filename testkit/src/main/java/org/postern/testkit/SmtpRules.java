package org.postern.testkit;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The rules in force, newest first. Thread safe. */
final class SmtpRules {

  private final List<SmtpRule> rules = new CopyOnWriteArrayList<>();

  void add(SmtpRule rule) {
    rules.add(0, rule);
  }

  void clear() {
    rules.clear();
  }

  List<SmtpStep> unused() {
    return rules.stream().filter(SmtpRule::unused).map(SmtpRule::step).toList();
  }

  Optional<SmtpRule> firing(SmtpStep step, String line, SmtpSession session) {
    return rules.stream().filter(rule -> rule.fires(step, line, session)).findFirst();
  }
}
