package org.postern.triggers;

import java.util.List;
import java.util.Optional;
import org.postern.triggers.host.FieldChange;
import org.postern.triggers.run.LogLine;
import org.postern.triggers.run.ScriptFault;
import org.postern.triggers.run.SentMail;

/**
 * What became of a run. Holds no secret.
 *
 * @param ending how it ended
 * @param message what the script said at its end: the veto's reason, or why it left; "" otherwise
 * @param fault what is wrong; present exactly when {@link Ending#FAILED}
 * @param mails the mail that it handed over, accepted or not
 * @param log what it logged, and what the platform has to say about it
 * @param changes the fields that it changed
 * @param errors its error stack, the newest message last
 */
public record TriggerResult(
    Ending ending,
    String message,
    Optional<ScriptFault> fault,
    List<SentMail> mails,
    List<LogLine> log,
    List<FieldChange> changes,
    List<String> errors) {

  public TriggerResult {
    mails = List.copyOf(mails);
    log = List.copyOf(log);
    changes = List.copyOf(changes);
    errors = List.copyOf(errors);
    if (fault.isPresent() != (ending == Ending.FAILED)) {
      throw new IllegalArgumentException(ending + " does not go with " + fault);
    }
  }

  static TriggerResult failed(ScriptFault fault, List<LogLine> log) {
    return new TriggerResult(
        Ending.FAILED, "", Optional.of(fault), List.of(), log, List.of(), List.of());
  }

  /** True where the script ended well and all of its mail was accepted for all recipients. */
  public boolean ok() {
    return (ending == Ending.COMPLETED || ending == Ending.LEFT)
        && mails.stream().allMatch(mail -> mail.result().acceptedForAll());
  }

  /** How a run ended. */
  public enum Ending {
    /** It ran to its end. */
    COMPLETED,
    /** It left early by {@code exit}, or by {@code abortScript} without a veto. */
    LEFT,
    /** It refused the operation. */
    VETOED,
    /** It failed. */
    FAILED
  }
}
