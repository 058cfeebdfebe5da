package org.postern.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One connection's place to act: its wire and record, and the rules that may change a reply. */
record SmtpStage(SmtpWire wire, SmtpSession session, SmtpRules rules, SmtpServerConfig config) {

  /**
   * Answers one command: with this reply, or as a rule says.
   *
   * @return the code that the client saw, or {@link Reaction#NO_REPLY}; the caller goes by it
   */
  int answer(SmtpStep step, String line, String good) throws IOException {
    return answer(step, line, List.of(good), () -> {});
  }

  /** As above; {@code store} runs before any positive reply leaves, or as a rule says. */
  int answer(SmtpStep step, String line, List<String> good, Runnable store) throws IOException {
    Optional<SmtpRule> rule = rules.firing(step, line, session);
    if (rule.isPresent()) {
      int code = rule.get().reaction().perform(wire, line, store);
      if (code != Reaction.PROCEED) {
        return code;
      }
    }
    if (good.isEmpty()) {
      return Reaction.PROCEED;
    }
    if (good.get(0).startsWith("2")) {
      store.run();
    }
    return send(good);
  }

  /** Lets a rule act where a good server says nothing; false where the rule took over. */
  boolean proceeds(SmtpStep step) throws IOException {
    return answer(step, "", List.of(), () -> {}) == Reaction.PROCEED;
  }

  /** Sends a reply of one or more lines, each with its code. */
  int send(List<String> lines) throws IOException {
    StringBuilder reply = new StringBuilder();
    boolean enhanced = offers("ENHANCEDSTATUSCODES");
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String text = enhanced ? line : line.replaceFirst("^(\\d{3}) [245]\\.\\d+\\.\\d+ ", "$1 ");
      reply
          .append(text, 0, 3)
          .append(i < lines.size() - 1 ? '-' : ' ')
          .append(text.substring(Math.min(4, text.length())))
          .append("\r\n");
    }
    return wire.sendRaw(reply.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** True where that keyword is offered now. */
  boolean offers(String keyword) {
    return config.offered(session).stream().anyMatch(offer -> offer.split(" ")[0].equals(keyword));
  }
}
