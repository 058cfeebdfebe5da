package org.postern.relay.deliver;

import java.util.function.BooleanSupplier;
import org.postern.relay.deliver.PacePage.Ask;

/**
 * Asks the spool for what this node may send, which may take long: the state of the pace is locked
 * before and after, and not meanwhile. Thread safe; what it is given is asked in that lock.
 */
final class PaceInquiry {

  /** Held by the one who asks; the state is locked inside of it, never around it. */
  private final Alone asking = new Alone();

  private final Alone state;
  private final PaceShare share;
  private final DayLedger day;
  private final SentMinute sent;
  private final PaceRoom room;
  private boolean changed;

  PaceInquiry(Alone state, PaceShare share, DayLedger day, SentMinute sent, PaceRoom room) {
    this.state = state;
    this.share = share;
    this.day = day;
    this.sent = sent;
    this.room = room;
  }

  /** In the lock of the state: there is something to write down. */
  void changed() {
    changed = true;
  }

  /** In the lock of the state: whether there is. */
  boolean news() {
    return changed;
  }

  /**
   * Asks where it is worth it.
   *
   * @param busy true where mail waits
   * @param wanted recipients of the mail that waits; 0: none does
   */
  void askWhere(BooleanSupplier worth, boolean busy, int wanted) {
    asking.run(
        () -> {
          if (state.get(worth::getAsBoolean)) {
            ask(busy, wanted);
          }
        });
  }

  /** Writes down what was sent, and leaves to others what is not needed for now. */
  void rest() {
    askWhere(() -> changed || share.busy(), false, 0);
  }

  /**
   * Writes down what was sent, or looks at what others have written.
   *
   * @param due true where it is time for that
   */
  void saveOrLook(BooleanSupplier due) {
    asking.run(
        () -> {
          begin();
          if (!state.get(due::getAsBoolean)) {
            return;
          }
          if (state.get(this::news)) {
            ask(state.get(room::limited), 0);
          } else {
            rest();
            look();
          }
        });
  }

  private void ask(boolean busy, int wanted) {
    begin();
    Ask ask =
        state.get(
            () -> {
              changed = false;
              return share.begin(busy, room.perMinute(), day, sent.count(), wanted);
            });
    try {
      PaceShare.Answer answer = share.ask(ask);
      state.run(
          () -> {
            share.learn(answer);
            day.told(ask.news(), answer.page().steps());
          });
    } catch (RuntimeException notWritten) {
      state.run(this::changed);
      throw notWritten;
    } finally {
      state.run(share::over);
    }
  }

  /** Who was stopped a moment ago does not begin with a full minute's worth. */
  private void begin() {
    if (state.get(share::known)) {
      return;
    }
    PacePage page = share.read();
    state.run(
        () -> {
          share.seen(page);
          sent.add(share.recent(page), room.limited());
          day.known(page.steps());
        });
  }

  private void look() {
    if (state.get(share::unseen)) {
      PacePage page = share.read();
      state.run(
          () -> {
            share.seen(page);
            day.known(page.steps());
          });
    }
  }
}
