package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.Queue.Change;
import org.postern.spool.Queue.Deed;
import org.postern.spool.Queue.Filter;
import org.postern.spool.Queue.State;

/**
 * A change of the queue by an administrator. A queue of a million mails is changed in small
 * transactions, between which mail goes on coming and leaving.
 */
record Changing(Store store, Filter filter, Deed deed, String by, LongConsumer looked) {

  /** To recipients in which states it is done. */
  private Set<State> from() {
    return switch (deed) {
      case RETRY -> EnumSet.of(State.WAITING, State.DEAD);
      case HOLD -> EnumSet.of(State.WAITING);
      case RELEASE -> EnumSet.of(State.HELD);
      case DROP -> EnumSet.of(State.WAITING, State.HELD, State.DEAD);
    };
  }

  Change run() {
    Selection selection = new Selection(filter);
    // not those that come in meanwhile: there may be no end to them
    long end = store.database().read(Changing::newest);
    long last = 0;
    int changed = 0;
    int busy = 0;
    long mails = 0;
    while (true) {
      long position = last;
      List<Long> page =
          store.database().read(session -> selection.page(session, position)).stream()
              .map(found -> found.mail().number())
              .filter(number -> number <= end)
              .toList();
      if (page.isEmpty()) {
        break;
      }
      Change some = store.writer().run((session, tally) -> change(session, tally, selection, page));
      changed += some.changed();
      busy += some.busy();
      mails += page.size();
      looked.accept(mails);
      if (selection.onePage()) {
        break;
      }
      last = page.get(page.size() - 1);
    }
    if (changed > 0) {
      store.bell().ring();
    }
    return new Change(changed, busy);
  }

  private static long newest(Session session) throws SQLException {
    return session.first("SELECT MAX(id) FROM mail", row -> row.getLong(1)).orElse(0L);
  }

  private Change change(Session session, Tally tally, Selection selection, List<Long> mails)
      throws SQLException {
    long now = store.database().now(session);
    Set<State> from = from();
    Traces.Page traces = new Traces.Page(deed, by);
    int changed = 0;
    int busy = 0;
    for (long mail : mails) {
      if (session
          .first(
              "SELECT id FROM mail WHERE id = ?" + store.database().lock(),
              row -> row.getLong(1),
              mail)
          .isEmpty()) {
        continue;
      }
      List<MailAddress> touched = new ArrayList<>();
      boolean sender = selection.chooses(Mails.find(session, mail).orElseThrow());
      for (Recipients.Entry one :
          sender ? Recipients.of(session, mail) : List.<Recipients.Entry>of()) {
        if (!selection.chooses(one)) {
          continue;
        }
        if (one.state() == Recipients.ACTIVE) {
          busy++;
        } else if (from.contains(State.values()[one.state()])) {
          apply(session, tally, mail, one, now);
          touched.add(one.recipient().address());
        }
      }
      changed += touched.size();
      traces.add(mail, touched);
      if (deed == Deed.DROP) {
        Removal.mailWhenDone(session, tally, mail);
      }
    }
    traces.write(session, store, now);
    return new Change(changed, busy);
  }

  private void apply(Session session, Tally tally, long mail, Recipients.Entry one, long now)
      throws SQLException {
    State from = State.values()[one.state()];
    switch (deed) {
      case RETRY -> {
        int attempts = from == State.DEAD ? 0 : one.attempts();
        session.update(
            "UPDATE recipient SET state = 0, due = ?, attempts = ? WHERE mail = ? AND n = ?",
            now,
            attempts,
            mail,
            one.n());
        tally.moved(from, State.WAITING, 1);
      }
      case HOLD -> {
        state(session, mail, one.n(), Recipients.HELD);
        tally.moved(from, State.HELD, 1);
      }
      case RELEASE -> {
        state(session, mail, one.n(), Recipients.WAITING);
        tally.moved(from, State.WAITING, 1);
      }
      default -> {
        state(session, mail, one.n(), Recipients.DONE);
        tally.recipients(from, -1);
      }
    }
  }

  private static void state(Session session, long mail, int n, int state) throws SQLException {
    session.update("UPDATE recipient SET state = ? WHERE mail = ? AND n = ?", state, mail, n);
  }
}
