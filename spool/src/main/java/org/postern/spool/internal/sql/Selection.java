package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.postern.spool.Queue;
import org.postern.spool.Queue.Filter;
import org.postern.spool.Queue.State;

/**
 * Finds the mails that a filter names, page by page in the order of arrival. The database narrows
 * them down by id and state; addresses are compared here, since only here their domains are equal
 * in any case.
 */
record Selection(Filter filter) {

  private static final int PAGE = 500;

  /** A mail with all its recipients. */
  record Mail(Mails.Entry mail, List<Recipients.Entry> recipients) {

    boolean chosen(Selection selection) {
      return selection.chooses(mail) && recipients.stream().anyMatch(selection::chooses);
    }

    Queue.Entry entry() {
      return new Queue.Entry(
          mail.id(),
          mail.arrived(),
          mail.sender(),
          mail.facts().size(),
          mail.messageId(),
          mail.origin(),
          recipients.stream().filter(one -> !one.done()).map(Recipients.Entry::line).toList());
    }
  }

  /** True where all that can be found stands on the first page. */
  boolean onePage() {
    return !filter.ids().isEmpty();
  }

  /** The next mails that may be meant; empty at the end. */
  List<Mail> page(Session session, long after) throws SQLException {
    List<Mail> mails = new ArrayList<>();
    for (long number : numbers(session, after)) {
      Optional<Mails.Entry> mail = Mails.find(session, number);
      if (mail.isPresent()) {
        mails.add(new Mail(mail.get(), Recipients.of(session, number)));
      }
    }
    return mails;
  }

  private List<Long> numbers(Session session, long after) throws SQLException {
    if (!filter.ids().isEmpty()) {
      return filter.ids().stream()
          .map(MailIds::number)
          .filter(OptionalLong::isPresent)
          .map(OptionalLong::getAsLong)
          .filter(number -> number > after)
          .sorted()
          .toList();
    }
    if (filter.states().isEmpty()) {
      return session.query(
          "SELECT id FROM mail WHERE id > ? ORDER BY id LIMIT " + PAGE,
          row -> row.getLong(1),
          after);
    }
    String states =
        filter.states().stream()
            .sorted()
            .map(state -> String.valueOf(state.ordinal()))
            .collect(Collectors.joining(", "));
    return session.query(
        "SELECT DISTINCT mail FROM recipient WHERE mail > ? AND state IN ("
            + states
            + ")"
            + index()
            + " ORDER BY mail LIMIT "
            + PAGE,
        row -> row.getLong(1),
        after);
  }

  /** What a partial index says of itself must stand in the query for it to be used. */
  private String index() {
    if (filter.states().stream().allMatch(state -> state.ordinal() >= Recipients.HELD)) {
      return " AND state >= 2";
    }
    boolean live = filter.states().stream().allMatch(state -> state.ordinal() <= Recipients.ACTIVE);
    return live ? " AND state <= 1" : "";
  }

  boolean chooses(Mails.Entry mail) {
    return filter.sender().isEmpty() || filter.sender().equals(mail.sender());
  }

  boolean chooses(Recipients.Entry one) {
    return !one.done()
        && (filter.states().isEmpty() || filter.states().contains(State.values()[one.state()]))
        && filter.recipient().map(one.recipient().address()::equals).orElse(true);
  }
}
