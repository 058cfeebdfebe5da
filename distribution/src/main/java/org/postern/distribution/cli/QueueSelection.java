package org.postern.distribution.cli;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.MailId;
import org.postern.spool.Queue;
import org.postern.spool.Queue.Filter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which mails a command of the queue is about: all conditions together. */
final class QueueSelection {

  @Parameters(paramLabel = "ID", arity = "0..*", description = "These mails only.")
  List<String> ids = List.of();

  @Option(
      names = "--state",
      paramLabel = "S",
      split = ",",
      description = "Recipients in these states: waiting, active, held, dead.")
  List<Queue.State> states = List.of();

  @Option(names = "--sender", paramLabel = "ADDR", description = "Mail of this sender.")
  Optional<String> sender = Optional.empty();

  @Option(names = "--recipient", paramLabel = "ADDR", description = "Mail to this recipient.")
  Optional<String> recipient = Optional.empty();

  /** The mails that were named one by one. */
  List<MailId> named() {
    return ids.stream().map(QueueSelection::id).toList();
  }

  /** Those of them that are not in the spool. */
  List<MailId> absent(Queue mails) {
    return named().stream().distinct().filter(id -> mails.find(id).isEmpty()).toList();
  }

  /** For a question whether they are really meant. */
  String inWords() {
    if (everything()) {
      return "all mail of the spool";
    }
    boolean narrowed = !states.isEmpty() || sender.isPresent() || recipient.isPresent();
    if (ids.isEmpty()) {
      return "all mail that fits";
    }
    String mails = ids.size() == 1 ? "this mail" : "these " + ids.size() + " mails";
    return mails + (narrowed ? ", as far as they fit," : "");
  }

  /** As the spool understands it. */
  Filter filter() {
    Set<MailId> mails = new HashSet<>();
    ids.forEach(id -> mails.add(id(id)));
    Set<Queue.State> kinds = EnumSet.noneOf(Queue.State.class);
    kinds.addAll(states);
    return new Filter(
        mails, kinds, sender.map(QueueSelection::address), recipient.map(QueueSelection::address));
  }

  /** True where nothing narrows it down. */
  boolean everything() {
    return filter().equals(Filter.ALL);
  }

  static MailId id(String text) {
    try {
      return new MailId(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(
          "\"" + text + "\" is not the id of a mail; `postern queue list` shows them");
    }
  }

  private static MailAddress address(String text) {
    try {
      return MailAddress.parse(text);
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage("\"" + text + "\" is no address: " + refused.getMessage());
    }
  }
}
