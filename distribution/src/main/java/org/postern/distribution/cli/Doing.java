package org.postern.distribution.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.postern.spool.MailId;
import org.postern.spool.Queue.Change;

/** What a command does to mail of the queue, and how it speaks of that. */
enum Doing {
  RETRY("due at once", "waiting or dead "),
  HOLD("held", "waiting "),
  RELEASE("released", "held "),
  DROP("dropped", "");

  private static final int MOST_NAMED = 10;

  private final String done;
  private final String touched;

  Doing(String done, String touched) {
    this.done = done;
    this.touched = touched;
  }

  /** As the command is called. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What became of the recipients that were changed. */
  String done() {
    return done;
  }

  /**
   * Why not all was changed that somebody may have meant.
   *
   * @param absent the mails that were named and are not in the spool
   */
  List<String> problems(QueueSelection selection, Change change, List<MailId> absent) {
    List<String> problems = new ArrayList<>();
    if (change.busy() > 0) {
      problems.add(change.busy() + " are being delivered, and were left");
    }
    boolean someThere = absent.isEmpty() || absent.size() < selection.named().size();
    if (change.changed() == 0 && change.busy() == 0 && someThere) {
      problems.add("no " + touched + "mail in the spool fits");
    }
    if (!absent.isEmpty()) {
      int more = absent.size() - MOST_NAMED;
      problems.add(
          absent.stream().limit(MOST_NAMED).map(MailId::text).collect(Collectors.joining(", "))
              + (more > 0 ? " and " + more + " more" : "")
              + (absent.size() == 1 ? " is" : " are")
              + " not in the spool, perhaps delivered");
    }
    return problems;
  }
}
