package org.postern.spool.internal.sqlite;

import java.sql.SQLException;
import java.util.Optional;
import java.util.TreeSet;
import org.postern.spool.internal.sql.Session;

/**
 * Finds the numbers of all mails in a damaged database: in ascending order up to a page that cannot
 * be read, then over it by ever longer leaps, and from where it lands back down to the damage.
 */
final class SalvageWalk {

  private static final int PAGE = 200;

  private final Session from;
  private final String table;
  private final TreeSet<Long> found = new TreeSet<>();

  SalvageWalk(Session from, String table) {
    this.from = from;
    this.table = table;
  }

  TreeSet<Long> run() {
    long at = up(0);
    while (at >= 0) {
      Optional<Long> landed = leap(at);
      if (landed.isEmpty()) {
        break;
      }
      down(landed.get(), at);
      at = up(landed.get());
    }
    return found;
  }

  /** The last number before the damage; negative where the end was reached. */
  private long up(long start) {
    long at = start;
    try {
      while (true) {
        var page = numbers("%s >= ? ORDER BY %s", at);
        found.addAll(page);
        if (page.size() < PAGE) {
          return -1;
        }
        at = page.get(page.size() - 1);
      }
    } catch (SQLException damaged) {
      return oneByOne(at);
    }
  }

  private long oneByOne(long start) {
    long at = start;
    try {
      while (true) {
        Optional<Long> next = first("%s > ? ORDER BY %s", at);
        if (next.isEmpty()) {
          return -1;
        }
        at = next.get();
        found.add(at);
      }
    } catch (SQLException damaged) {
      return at;
    }
  }

  private Optional<Long> leap(long at) {
    for (long step = 1; step > 0 && at + step > 0; step *= 2) {
      try {
        Optional<Long> landed = first("%s >= ? ORDER BY %s", at + step);
        landed.ifPresent(found::add);
        return landed;
      } catch (SQLException damaged) {
        // further then
      }
    }
    return Optional.empty();
  }

  private void down(long start, long end) {
    long at = start;
    try {
      while (true) {
        Optional<Long> before = first("%s < ? ORDER BY %s DESC", at);
        if (before.isEmpty() || before.get() <= end) {
          return;
        }
        at = before.get();
        found.add(at);
      }
    } catch (SQLException damaged) {
      // that was the other side of it
    }
  }

  private java.util.List<Long> numbers(String where, long value) throws SQLException {
    return from.query(sql(where, PAGE), row -> row.getLong(1), value);
  }

  private Optional<Long> first(String where, long value) throws SQLException {
    return from.first(sql(where, 1), row -> row.getLong(1), value);
  }

  private String sql(String where, int limit) {
    String column = table.equals("mail") ? "id" : "mail";
    return "SELECT %s FROM %s WHERE ".formatted(column, table)
        + where.formatted(column, column)
        + " LIMIT "
        + limit;
  }
}
