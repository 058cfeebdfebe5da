package org.postern.triggers.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a script may use and do. It guards against accidents and is no boundary for hostile code.
 *
 * @param time how long a run may take, the time on which its mail is under way not counted
 * @param memoryBytes how much the thread of a run may allocate in all, freed or not; checked where
 *     the JVM measures it
 * @param outputCharacters how much a run may log
 * @param mails how many mails a run may send
 * @param sender what happens to mail of another sender
 * @param attachments the only folder from which files may be read; empty: the script's own
 * @param classes exact names of Java classes that scripts may use beside the usual ones
 */
public record TriggerLimits(
    Duration time,
    long memoryBytes,
    long outputCharacters,
    int mails,
    SenderPolicy sender,
    Optional<Path> attachments,
    Set<String> classes) {

  /** One minute, 1 GiB, a million characters, 1,000 mails, senders kept, the script's folder. */
  public static final TriggerLimits USUAL =
      new TriggerLimits(
          Duration.ofMinutes(1),
          1L << 30,
          1_000_000,
          1_000,
          SenderPolicy.KEEP,
          Optional.empty(),
          Set.of());

  public TriggerLimits {
    classes = Set.copyOf(classes);
  }

  /** These, with other further classes. */
  public TriggerLimits withClasses(Set<String> names) {
    return new TriggerLimits(
        time, memoryBytes, outputCharacters, mails, sender, attachments, names);
  }

  /** These, with another policy for senders. */
  public TriggerLimits withSender(SenderPolicy policy) {
    return new TriggerLimits(
        time, memoryBytes, outputCharacters, mails, policy, attachments, classes);
  }
}
