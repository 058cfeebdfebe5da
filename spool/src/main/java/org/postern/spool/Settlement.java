package org.postern.spool;

import java.time.Instant;
import java.util.Optional;
import org.postern.core.smtp.MailAddress;

/** What became of one recipient in one attempt. */
public sealed interface Settlement {

  /** Whose. */
  MailAddress recipient();

  /** Done: the next hop has it, or its sender was told that it will not have it. */
  record Done(MailAddress recipient) implements Settlement {}

  /**
   * Waits for its next attempt.
   *
   * @param due not before this moment
   * @param counted false where the attempt says nothing about this mail (the route was at fault)
   * @param delayTold true where its sender has been told of the delay by now
   */
  record Later(
      MailAddress recipient, Instant due, boolean counted, boolean delayTold, Trouble trouble)
      implements Settlement {}

  /** Given up, and nobody can be told: kept for the administrator. */
  record Dead(MailAddress recipient, Trouble trouble) implements Settlement {}

  /**
   * Why it did not work.
   *
   * @param explanation one sentence for a person, without secrets
   * @param diagnosis the id in the catalogue of diagnoses, where the fault is a known one
   */
  record Trouble(String explanation, Optional<String> diagnosis) {}
}
