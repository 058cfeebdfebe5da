package org.postern.spool.internal.sql;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.postern.core.smtp.MessageBody;
import org.postern.spool.MailId;
import org.postern.spool.Queue;

/** The queue as administrators see it. Reads by pages, and changes page by page. */
record SqlQueue(Store store, LongConsumer looked, String person) implements Queue {

  private static final String COUNTS =
      "SELECT SUM(mails), SUM(waiting), SUM(active), SUM(held), SUM(dead) FROM tally";
  private static final String OLDEST =
      "SELECT mail FROM recipient WHERE +state <= 1 AND mail >= ? ORDER BY mail LIMIT 1";

  SqlQueue(Store store) {
    this(store, mails -> {}, "");
  }

  @Override
  public Queue watchedBy(LongConsumer observer) {
    return new SqlQueue(store, observer, person);
  }

  @Override
  public Queue by(String someone) {
    return new SqlQueue(store, looked, someone);
  }

  @Override
  public void tellTraces(Consumer<Trace> teller) {
    store.traces().tell(store, teller);
  }

  @Override
  public List<Entry> list(Filter filter, Optional<MailId> after, int most) {
    Selection selection = new Selection(filter);
    List<Entry> found = new ArrayList<>();
    OptionalLong from = after.map(MailIds::number).orElseGet(() -> OptionalLong.of(0));
    long last = from.orElse(0);
    while (found.size() < most) {
      long position = last;
      List<Selection.Mail> page =
          store.database().read(session -> selection.page(session, position));
      for (Selection.Mail mail : page) {
        if (found.size() < most && mail.chosen(selection)) {
          found.add(mail.entry());
        }
      }
      if (page.isEmpty() || selection.onePage()) {
        break;
      }
      last = page.get(page.size() - 1).mail().number();
    }
    return found;
  }

  @Override
  public Optional<Entry> find(MailId id) {
    return list(Filter.of(id), Optional.empty(), 1).stream().findFirst();
  }

  @Override
  public Optional<MessageBody> body(MailId id) {
    OptionalLong number = MailIds.number(id);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    return store
        .database()
        .read(session -> Mails.find(session, number.getAsLong()))
        .map(
            mail ->
                new SpoolBody(
                    mail.facts(),
                    new SpoolBody.Rows(store.database(), mail.number(), mail.facts().parts())));
  }

  @Override
  public Change retry(Filter filter) {
    return new Changing(store, filter, Deed.RETRY, person, looked).run();
  }

  @Override
  public Change hold(Filter filter) {
    return new Changing(store, filter, Deed.HOLD, person, looked).run();
  }

  @Override
  public Change release(Filter filter) {
    return new Changing(store, filter, Deed.RELEASE, person, looked).run();
  }

  @Override
  public Change drop(Filter filter) {
    return new Changing(store, filter, Deed.DROP, person, looked).run();
  }

  @Override
  public void backup(Path file) {
    store.database().backup(file);
  }

  @Override
  public Counts counts() {
    return store.database().read(SqlQueue::count);
  }

  @Override
  public Optional<Instant> oldestAfter(Instant moment) {
    long first = MailIds.from(moment.toEpochMilli() + 1);
    return store.database().read(session -> oldest(session, first));
  }

  private static Optional<Instant> oldest(Session session, long first) throws SQLException {
    Optional<Long> mail = session.first(OLDEST, row -> row.getLong(1), first);
    return mail.isEmpty()
        ? Optional.empty()
        : Mails.find(session, mail.get()).map(Mails.Entry::arrived);
  }

  private static Counts count(Session session) throws SQLException {
    Optional<Instant> since = oldest(session, 0);
    return session
        .first(
            COUNTS,
            row ->
                new Counts(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    since))
        .orElseThrow();
  }
}
