package org.postern.core.internal.smtp;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.core.diagnosis.Evidence;
import org.postern.core.examination.Finding;
import org.postern.core.examination.Mark;
import org.postern.core.smtp.Stage;

/** Hands findings on, each with the time since the one before. One thread. */
final class Notes {

  private static final Set<Stage> LOGIN_AND_MAIL = EnumSet.range(Stage.AUTH, Stage.FINAL_DOT);

  private final Consumer<Finding> listener;
  private long last = System.nanoTime();
  private boolean tokenFault;
  private Optional<Evidence> suspicion = Optional.empty();

  Notes(Consumer<Finding> listener) {
    this.listener = listener;
  }

  void found(Finding finding) {
    long now = System.nanoTime();
    Duration lap = Duration.ofNanos(now - last);
    last = now;
    boolean timed = !finding.took().isZero() || finding.mark() == Mark.NOT_LOOKED_AT;
    listener.accept(timed ? finding : finding.after(lap));
    if (finding.stage().equals("token") || finding.stage().equals("claims")) {
      tokenFault |= finding.mark() == Mark.FAULT;
      if (finding.mark() == Mark.HINT && finding.stage().equals("claims")) {
        suspicion = finding.evidence();
      }
    }
  }

  void good(Stage stage, String name, String seen) {
    found(Finding.good(Evidence.stage(stage), name, seen));
  }

  void fault(String name, SmtpFault fault) {
    found(finding(name, fault));
  }

  /** The fault as a finding: what the server replied is the evidence, else our own words. */
  static Finding finding(String name, SmtpFault fault) {
    return Finding.fault(Evidence.stage(fault.stage()), name, fault.explanation(), evidence(fault));
  }

  static Evidence evidence(SmtpFault fault) {
    if (fault instanceof LoginRefused refused && refused.refusal().challenge().isPresent()) {
      Evidence reply = Evidence.of(fault.stage(), refused.refusal().reply());
      return new Evidence(
          reply.stage(),
          reply.code(),
          reply.status(),
          reply.text() + " after refusing the token with " + refused.refusal().challenge().get(),
          reply.provider());
    }
    return fault
        .reply()
        .map(reply -> Evidence.of(fault.stage(), reply))
        .orElseGet(() -> Evidence.said(fault.stage(), fault.explanation()));
  }

  void skipped(Stage stage, String why) {
    found(Finding.notLookedAt(Evidence.stage(stage), name(stage), why));
  }

  /** All that needs a login. */
  void skippedFromLoginOn(String why) {
    LOGIN_AND_MAIL.stream().filter(Notes::examined).forEach(stage -> skipped(stage, why));
  }

  /** True where the token was found to be at fault, so that its refusal is no news. */
  boolean tokenFault() {
    return tokenFault;
  }

  /** What was odd about the token, and explains a refusal of it. */
  Optional<Evidence> suspicion() {
    return suspicion;
  }

  static String name(Stage stage) {
    return switch (stage) {
      case MAIL -> "sender";
      case RCPT -> "recipient";
      case AUTH -> "login";
      case RESOLVE -> "name";
      default -> stage.name().toLowerCase(Locale.ROOT);
    };
  }

  private static boolean examined(Stage stage) {
    return stage == Stage.AUTH || stage == Stage.MAIL || stage == Stage.RCPT;
  }
}
