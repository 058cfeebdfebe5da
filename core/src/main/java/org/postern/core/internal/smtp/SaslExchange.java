package org.postern.core.internal.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;
import org.postern.core.smtp.Visible;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One AUTH command with its challenges and answers (RFC 4954 section 4). One use. */
final class SaslExchange {

  private static final Logger LOG = LoggerFactory.getLogger(SaslExchange.class);
  private static final int LONGEST_LINE = 12_288; // RFC 4954 section 4.3, with CRLF
  private static final int MOST_ROUNDS = 20;
  private static final String SHOWN = "********";

  private final SmtpConnection connection;
  private final Wire wire;
  private final TimeLimit limit;
  private final SaslClient client;
  private final String name;
  private Optional<String> challenge = Optional.empty();

  SaslExchange(SmtpConnection connection, SaslClient client, String name) {
    this.connection = connection;
    this.wire = connection.wire();
    this.limit = connection.route().limits().command();
    this.client = client;
    this.name = name;
  }

  /**
   * Runs it to the server's last word, success or refusal.
   *
   * @throws SmtpFault when the link fails, or the server cannot prove itself, or the client has a
   *     bug
   */
  SmtpReply run() throws SmtpFault {
    try {
      SmtpReply reply = begin();
      for (int round = 0; reply.code() == 334; round++) {
        reply = round < MOST_ROUNDS ? answerTo(wire.rawText()) : cancel();
      }
      if (reply.positive() && !client.isComplete()) {
        throw hold("the server ended the login before it had proved itself: is it the right one?");
      }
      return reply;
    } catch (LinkException link) {
      throw SmtpFault.lost(Stage.AUTH, link, connection.route());
    } catch (SaslException unfit) {
      throw hold(Visible.text(wire.redactor().apply(String.valueOf(unfit.getMessage()))));
    } catch (RuntimeException bug) {
      LOG.error("The SASL client {} failed unexpectedly; the mail is kept", name, bug);
      throw SmtpFault.ours(
          Stage.AUTH,
          Verdict.RETRY,
          Explain.at(Stage.AUTH, connection.route())
              + "the SASL client "
              + name
              + " has a bug ("
              + bug.getClass().getName()
              + ")");
    } finally {
      dispose();
    }
  }

  /** The reason, as JSON, that the server gave before it refused a token; fit to be shown. */
  Optional<String> challenge() {
    return challenge;
  }

  private SmtpReply begin() throws LinkException, SaslException {
    Optional<String> first =
        client.hasInitialResponse()
            ? Optional.of(encode(client.evaluateChallenge(new byte[0])))
            : Optional.empty();
    first.ifPresent(wire.redactor()::sent);
    String alone = "AUTH " + name;
    if (first.isEmpty()) {
      return ask(alone, alone);
    }
    String whole = alone + " " + (first.get().isEmpty() ? "=" : first.get());
    if (whole.length() + 2 <= LONGEST_LINE) {
      SmtpReply reply = ask(whole, alone + " " + SHOWN);
      if (!wantsTwoSteps(reply)) {
        return reply;
      }
    }
    SmtpReply reply = ask(alone, alone);
    return reply.code() == 334 ? ask(first.get(), SHOWN) : reply;
  }

  /** Servers exist that know AUTH only without an initial response; 501 has other uses too. */
  private static boolean wantsTwoSteps(SmtpReply reply) {
    return reply.code() == 501
        && reply.status().map(status -> status.subject() == 5 && status.detail() < 10).orElse(true);
  }

  private SmtpReply answerTo(String base64) throws LinkException, SaslException {
    byte[] asked;
    try {
      asked = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException malformed) {
      cancel();
      throw new SaslException("the server's challenge is not base64");
    }
    String text = new String(asked, StandardCharsets.UTF_8).strip();
    if (text.startsWith("{")) {
      challenge = Optional.of(Visible.text(wire.redactor().apply(text)));
    }
    String answer;
    try {
      answer = encode(client.evaluateChallenge(asked));
    } catch (SaslException | RuntimeException refused) {
      cancel();
      throw refused;
    }
    wire.redactor().sent(answer);
    return ask(answer, SHOWN);
  }

  private SmtpReply cancel() throws LinkException {
    return ask("*", "*");
  }

  private SmtpReply ask(String line, String shown) throws LinkException {
    wire.secretCommand(line, shown, limit);
    return wire.reply(limit);
  }

  private SmtpFault hold(String what) {
    return SmtpFault.ours(
        Stage.AUTH, Verdict.HOLD, Explain.at(Stage.AUTH, connection.route()) + what);
  }

  private void dispose() {
    try {
      client.dispose();
    } catch (SaslException | RuntimeException leftover) {
      LOG.debug("The SASL client {} could not be disposed of: {}", name, leftover.getClass());
    }
  }

  private static String encode(byte[] response) {
    return Base64.getEncoder().encodeToString(response);
  }
}
