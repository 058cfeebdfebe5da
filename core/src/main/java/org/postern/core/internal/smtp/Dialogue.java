package org.postern.core.internal.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;

/**
 * Says commands and hands each its reply: one at a time, or several before the first reply is read
 * (RFC 2920), in groups small enough that neither side can be stuck with both buffers full.
 */
final class Dialogue {

  private static final int LARGEST_GROUP = 64;

  private final Wire wire;
  private final int groupSize;

  Dialogue(Wire wire, boolean pipelining) {
    this.wire = wire;
    this.groupSize = pipelining ? LARGEST_GROUP : 1;
  }

  /**
   * Says them all, but for those that are not wanted when their turn comes.
   *
   * @return what ended the dialogue early: the link, or a 421; all replies before it were handed on
   */
  Optional<SmtpFault> speak(List<Line> lines, Route route) {
    for (int from = 0; from < lines.size(); from += groupSize) {
      List<Line> group = lines.subList(from, Math.min(lines.size(), from + groupSize));
      Optional<SmtpFault> ended = speakGroup(group, route);
      if (ended.isPresent()) {
        return ended;
      }
    }
    return Optional.empty();
  }

  private Optional<SmtpFault> speakGroup(List<Line> group, Route route) {
    Line current = group.get(0);
    try {
      List<Line> said = new ArrayList<>(group.size());
      for (Line line : group) {
        current = line;
        if (line.wanted().getAsBoolean()) {
          wire.command(line.text(), line.limit());
          said.add(line);
        }
      }
      for (Line line : said) {
        current = line;
        SmtpReply reply = wire.reply(line.limit());
        if (reply.code() == 421 && line.stage() != Stage.MAIL) {
          wire.close();
          return Optional.of(SmtpFault.refused(line.stage(), reply, route));
        }
        line.answer().accept(reply);
        if (reply.code() == 421) {
          wire.close();
          return Optional.of(SmtpFault.refused(line.stage(), reply, route));
        }
      }
      return Optional.empty();
    } catch (LinkException link) {
      return Optional.of(SmtpFault.lost(current.stage(), link, route));
    }
  }

  /**
   * One command.
   *
   * @param wanted asked when its turn comes; in a group, before the replies to earlier ones are
   *     known
   */
  record Line(
      String text,
      TimeLimit limit,
      Stage stage,
      BooleanSupplier wanted,
      Consumer<SmtpReply> answer) {}
}
