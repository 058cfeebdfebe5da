package org.postern.core.diagnosis;

import java.util.Map;
import java.util.Optional;
import org.postern.core.smtp.EnhancedStatus;

/** What reply codes and enhanced codes mean with anybody, for what no row of a catalogue knows. */
public final class GeneralMeaning {

  /** RFC 3463 section 3, by subject and detail; by subject alone where the detail says no more. */
  private static final Map<String, String> STATUS =
      Map.ofEntries(
          Map.entry("0", "it says no more"),
          Map.entry("1", "it is about an address"),
          Map.entry("1.1", "there is no such mailbox"),
          Map.entry("1.2", "the domain of the address cannot get mail"),
          Map.entry("1.3", "the address is malformed"),
          Map.entry("1.6", "the mailbox has moved"),
          Map.entry("1.7", "the sender's address is malformed"),
          Map.entry("1.8", "the domain of the sender's address is not accepted"),
          Map.entry("2", "it is about the mailbox"),
          Map.entry("2.1", "the mailbox is disabled"),
          Map.entry("2.2", "the mailbox is full"),
          Map.entry("2.3", "the message is too long for the mailbox"),
          Map.entry("3", "it is about the mail server"),
          Map.entry("3.1", "the mail server has no room"),
          Map.entry("3.2", "the mail server takes no mail now"),
          Map.entry("3.4", "the message is too large for the mail server"),
          Map.entry("4", "it is about the network or the way of the mail"),
          Map.entry("4.1", "the next host does not answer"),
          Map.entry("4.4", "no route can be found"),
          Map.entry("4.6", "the mail goes in circles"),
          Map.entry("4.7", "the mail was on its way for too long"),
          Map.entry("5", "it is about the protocol"),
          Map.entry("5.1", "the command is not known, or not now"),
          Map.entry("5.2", "the command is malformed"),
          Map.entry("5.3", "there are too many recipients"),
          Map.entry("5.4", "a parameter is not taken"),
          Map.entry("6", "it is about the form of the message"),
          Map.entry("6.3", "the message must be converted, and cannot be"),
          Map.entry("6.7", "an address beyond ASCII cannot be carried"),
          Map.entry("7", "it is about security or policy"),
          Map.entry("7.0", "a policy or a login stands in the way"),
          Map.entry("7.1", "the sender or this host is not allowed to send this"),
          Map.entry("7.8", "the credentials are not accepted"),
          Map.entry("7.9", "the login mechanism is too weak"),
          Map.entry("7.11", "the login needs encryption"));

  private GeneralMeaning() {}

  /** One sentence; empty where there is neither a reply code nor an enhanced one. */
  public static Optional<String> of(Evidence seen) {
    Optional<String> about = seen.status().map(GeneralMeaning::about);
    int digit = seen.status().map(EnhancedStatus::category).orElse(seen.code().orElse(0) / 100);
    Optional<String> kind =
        switch (digit) {
          case 2 -> Optional.of("Accepted");
          case 3 -> Optional.of("The server waits for more");
          case 4 -> Optional.of("Refused for now: the same may work later");
          case 5 -> Optional.of("Refused for good: trying the same again does not help");
          default -> Optional.empty();
        };
    return kind.map(words -> words + about.map(what -> "; " + what).orElse("") + ".");
  }

  private static String about(EnhancedStatus status) {
    String subject = Integer.toString(status.subject());
    return STATUS.getOrDefault(
        subject + "." + status.detail(), STATUS.getOrDefault(subject, "it says no more"));
  }
}
