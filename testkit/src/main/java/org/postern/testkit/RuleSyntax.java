package org.postern.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The lines that begin with {@code at}: rules of the mail server. */
final class RuleSyntax {

  private static final Map<String, SmtpStep> STEPS = new LinkedHashMap<>();
  private static final List<String> ACTIONS =
      List.of(
          "reply", "close", "reset", "hang", "stall", "store", "wait", "slow", "proceed", "for",
          "when", "nth", "once", "times", "on", "over", "after");

  static {
    Arrays.stream(SmtpStep.values())
        .forEach(step -> STEPS.put(step.name().toLowerCase(Locale.ROOT).replace('_', '-'), step));
  }

  private RuleSyntax() {}

  static Consumer<FakeSmtpServer> read(ScriptLine line) {
    SmtpStep step = line.oneOf("the step", STEPS);
    List<Consumer<SmtpRule>> conditions = new ArrayList<>();
    while (condition(line, conditions)) {
      // all words between step and action
    }
    Reaction reaction = reaction(line);
    return server -> {
      SmtpRule rule = server.at(step);
      conditions.forEach(condition -> condition.accept(rule));
      rule.will(reaction);
    };
  }

  /** Takes one condition; false where the next word begins none. */
  private static boolean condition(ScriptLine line, List<Consumer<SmtpRule>> conditions) {
    if (line.takes("for")) {
      String address = line.word("the address");
      conditions.add(rule -> rule.forRecipient(address));
    } else if (line.takes("when")) {
      String part = line.text("the text");
      conditions.add(rule -> rule.when(command -> command.contains(part)));
    } else if (line.takes("nth")) {
      int nth = line.count("the number after nth");
      conditions.add(rule -> rule.nth(nth));
    } else if (line.takes("once")) {
      conditions.add(SmtpRule::once);
    } else if (line.takes("times")) {
      int times = line.count("the number after times");
      conditions.add(rule -> rule.times(times));
    } else if (line.takes("on")) {
      expect(line, "connection");
      int number = line.count("the number of the connection");
      conditions.add(rule -> rule.onConnection(number));
    } else if (line.takes("over")) {
      expect(line, "tls");
      conditions.add(SmtpRule::overTls);
    } else if (line.takes("after")) {
      long bytes = line.number("the number of bytes");
      expect(line, "bytes");
      conditions.add(rule -> rule.afterBytes(bytes));
    } else {
      return false;
    }
    return true;
  }

  private static void expect(ScriptLine line, String word) {
    if (!line.takes(word)) {
      throw new ScriptLine.Fault(
          "\"" + word + "\" is missing before \"" + line.peek() + "\"; write it there");
    }
  }

  private static Reaction reaction(ScriptLine line) {
    String word = line.word("the action");
    Reaction first =
        switch (word) {
          // takes all that is left, "then" too: a reply may say that
          case "reply" -> Reaction.reply(reply(line));
          case "close" -> Reaction.close();
          case "reset" -> Reaction.reset();
          case "hang" -> Reaction.hang();
          case "stall" -> Reaction.stall();
          case "store" -> Reaction.store();
          case "proceed" -> Reaction.proceed();
          case "wait" -> Reaction.pause(line.duration("the time to wait"));
          case "slow" -> Reaction.slow(line.duration("the time between two bytes"));
          default -> throw ScriptLine.unknown("the action", word, ACTIONS);
        };
    if (line.takes("then")) {
      return first.then(reaction(line));
    }
    line.end();
    // to wait and then be silent is what "wait 2s then hang" says
    return word.equals("wait") ? first.then(Reaction.proceed()) : first;
  }

  /** The lines of a reply: {@code 451 4.7.1 later}, several parted by a bar, or a known name. */
  static String[] reply(ScriptLine line) {
    if (line.peek().startsWith("@")) {
      String name = line.word("the name").substring(1);
      line.end();
      return new String[] {
        ProviderReply.named(name)
            .orElseThrow(() -> ScriptLine.unknown("the reply", name, ProviderReply.ids()))
            .line()
      };
    }
    String[] lines = line.rest().split("\\s*\\|\\s*");
    for (String text : lines) {
      if (!text.matches("[2-5]\\d\\d[ -].*")) {
        throw new ScriptLine.Fault(
            "\""
                + text
                + "\" is no reply; begin it with three digits and a blank, as in 451 later");
      }
    }
    for (int i = 0; i < lines.length; i++) {
      lines[i] =
          lines[i].substring(0, 3) + (i < lines.length - 1 ? "-" : " ") + lines[i].substring(4);
    }
    return lines;
  }
}
