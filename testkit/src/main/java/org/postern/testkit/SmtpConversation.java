package org.postern.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** The server's side of one connection (RFC 5321), strict about the client. One thread. */
final class SmtpConversation {

  /** RFC 2920 section 3.1: these must be the last of a group of commands. */
  private static final Set<String> GROUP_ENDS =
      Set.of("EHLO", "HELO", "STARTTLS", "AUTH", "DATA", "NOOP", "QUIT", "VRFY");

  private final SmtpStage stage;
  private final SmtpLogin login;
  private final SmtpTransaction transaction;
  private Runnable leave = () -> {};
  private boolean greeted;

  SmtpConversation(SmtpStage stage, BiConsumer<SmtpSession, ReceivedMail> keep) {
    this.stage = stage;
    this.login = new SmtpLogin(stage);
    this.transaction = new SmtpTransaction(stage, keep);
  }

  /**
   * Serves until either side ends it.
   *
   * @param leave run before the farewell, since a client that has read it may come again at once
   */
  void run(boolean tooManyConnections, Runnable leave) throws IOException {
    this.leave = leave;
    if (!stage.proceeds(SmtpStep.CONNECT)
        || stage.config().tls == SmtpServerConfig.Tls.IMPLICIT && !startTls()) {
      return;
    }
    if (tooManyConnections) {
      stage.send(List.of(stage.config().manners.tooManyConnections()));
      return;
    }
    stage.answer(SmtpStep.BANNER, "", stage.config().manners.greeting());
    while (serve(stage.wire().readLine())) {
      // one command after the other
    }
  }

  private boolean startTls() throws IOException {
    if (!stage.proceeds(SmtpStep.TLS)) {
      return false;
    }
    stage.wire().startTls(stage.config());
    return true;
  }

  /** False after the last command. */
  private boolean serve(String line) throws IOException {
    String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
    checkForm(line, verb);
    switch (verb) {
      case "EHLO" -> ehlo(line);
      case "HELO" ->
          greeted = stage.answer(SmtpStep.HELO, line, stage.config().manners.hello()) / 100 == 2;
      case "STARTTLS" -> {
        return secure(line);
      }
      case "AUTH" -> login.serve(line, transaction.begun());
      case "MAIL" -> {
        return greetedFirst() && transaction.mail(line, login.demanded());
      }
      case "RCPT" -> transaction.recipient(line);
      case "DATA" -> transaction.data(line);
      case "RSET" -> {
        transaction.forget();
        stage.answer(SmtpStep.RSET, line, "250 2.0.0 forgotten");
      }
      case "NOOP" -> stage.answer(SmtpStep.NOOP, line, "250 2.0.0 fine");
      case "QUIT" -> {
        leave.run();
        stage.answer(SmtpStep.QUIT, line, "221 2.0.0 bye");
        return false;
      }
      default -> {
        stage.session().violated("unknown command " + verb);
        stage.send(List.of("500 5.5.2 unknown command"));
      }
    }
    return true;
  }

  private boolean greetedFirst() {
    if (!greeted) {
      stage.session().violated("MAIL before EHLO");
    }
    return true;
  }

  private void ehlo(String line) throws IOException {
    if (!line.matches("(?i)EHLO [!-~]+")) {
      stage.session().violated("EHLO without a proper name");
    }
    transaction.forget();
    List<String> lines = new ArrayList<>(List.of(stage.config().manners.hello()));
    stage.config().offered(stage.session()).forEach(offer -> lines.add("250 " + offer));
    greeted = stage.answer(SmtpStep.EHLO, line, lines, () -> {}) / 100 == 2;
  }

  /** False where the connection cannot go on. */
  private boolean secure(String line) throws IOException {
    if (!stage.offers("STARTTLS")) {
      stage.session().violated("STARTTLS though not offered");
      stage.send(List.of("502 5.5.1 not offered"));
      return true;
    }
    if (stage.answer(SmtpStep.STARTTLS, line, "220 2.0.0 go ahead") / 100 != 2) {
      return true;
    }
    // RFC 3207 section 4.2: all that was said before is forgotten
    transaction.forget();
    greeted = false;
    return startTls();
  }

  private void checkForm(String line, String verb) throws IOException {
    int limit =
        verb.equals("AUTH") ? 12_288 : verb.equals("MAIL") || verb.equals("RCPT") ? 1024 : 512;
    if (line.length() + 2 > limit) {
      stage.session().violated(verb + " line of more than " + limit + " bytes");
    }
    if (!line.chars().allMatch(c -> c < 128)
        && !line.toUpperCase(Locale.ROOT).contains("SMTPUTF8")) {
      boolean inUtf8Transaction = verb.equals("RCPT") && transaction.utf8();
      if (!inUtf8Transaction) {
        stage.session().violated("8-bit bytes in " + verb);
      }
    }
    if (stage.wire().clientIsAhead()) {
      if (GROUP_ENDS.contains(verb)) {
        stage.session().violated("did not wait for the reply to " + verb);
      } else if (!stage.offers("PIPELINING") || !greeted) {
        stage.session().violated("pipelined behind " + verb + " though PIPELINING is not offered");
      }
    }
  }
}
