package org.postern.core.internal.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.postern.core.internal.smtp.sasl.Mechanisms;
import org.postern.core.smtp.Deadline;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;
import org.postern.core.smtp.Visible;
import org.postern.core.spi.Credentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a connection in (RFC 4954): by the first allowed mechanism that the server offers, never by
 * another kind of secret, never in clear unless the credentials allow it, never not at all.
 */
final class Login {

  private static final Logger LOG = LoggerFactory.getLogger(Login.class);

  private final SmtpConnection connection;
  private final Route route;

  Login(SmtpConnection connection) {
    this.connection = connection;
    this.route = connection.route();
  }

  /**
   * Logs in.
   *
   * @return one sentence for a probe
   * @throws LoginRefused when the server refuses the credentials and fresh ones might do
   * @throws SmtpFault when no login is possible for another reason
   */
  String with(Credentials credentials) throws SmtpFault {
    if (credentials instanceof Credentials.Password password) {
      connection.wire().redactor().secret(password.password().reveal());
      refuseClear(password.allowedInClear(), "a password");
      List<String> known =
          password.mechanisms().stream().filter(Mechanisms::takesPassword).toList();
      return first(known, name -> Mechanisms.forPassword(name, password), Optional.empty());
    }
    if (credentials instanceof Credentials.BearerToken bearer) {
      connection.wire().redactor().secret(bearer.token().reveal());
      refuseClear(false, "an access token");
      List<String> known = bearer.mechanisms().stream().filter(Mechanisms::takesToken).toList();
      return first(
          known,
          name -> Mechanisms.forToken(name, bearer, route.bareHost(), route.port()),
          bearer.validUntil());
    }
    if (credentials instanceof Credentials.Sasl sasl) {
      return first(
          List.of(sasl.mechanism()),
          name -> sasl.clients().create(route.bareHost()),
          sasl.validUntil());
    }
    if (credentials instanceof Credentials.None) {
      return "no login: open relay";
    }
    throw hold("there are no credentials; nothing was sent");
  }

  private void refuseClear(boolean allowed, String what) throws SmtpFault {
    if (!connection.wire().secure() && !allowed) {
      throw hold(
          what
              + " is not sent over a connection without TLS: set postern.tls.mode=starttls or "
              + "implicit");
    }
  }

  private String first(List<String> allowed, ClientMaker maker, Optional<Deadline> until)
      throws SmtpFault {
    List<String> offered = connection.capabilities().auth();
    List<String> possible =
        allowed.stream().filter(name -> offered.contains(name.toUpperCase(Locale.ROOT))).toList();
    if (possible.isEmpty()) {
      throw hold(
          "the server offers "
              + (offered.isEmpty() ? "no login" : "the logins " + String.join(", ", offered))
              + ", allowed here: "
              + String.join(", ", allowed)
              + "; switch one of these on at the server, or choose another scheme");
    }
    for (int i = 0; ; i++) {
      String name = possible.get(i);
      SaslExchange exchange = new SaslExchange(connection, client(name, maker), name);
      SmtpReply reply = exchange.run();
      if (reply.code() / 100 == 2) {
        connection.loggedIn(until);
        return "logged in by " + name + ": " + reply;
      }
      // the mechanism, not the secret, was refused: that alone leads to the next one
      boolean unavailable =
          reply.code() == 504
              || reply.text().toLowerCase(Locale.ROOT).contains("mechanism unavailable");
      if (!unavailable || reply.code() == 535 || i == possible.size() - 1) {
        throw refused(reply, exchange.challenge());
      }
    }
  }

  private SaslClient client(String name, ClientMaker maker) throws SmtpFault {
    try {
      return maker.create(name);
    } catch (SaslException unfit) {
      throw hold(Visible.text(String.valueOf(unfit.getMessage())) + "; nothing was sent");
    } catch (RuntimeException | LinkageError bug) {
      LOG.error("The SASL client {} could not be made; the mail is kept", name, bug);
      throw SmtpFault.ours(
          Stage.AUTH,
          Verdict.RETRY,
          Explain.at(Stage.AUTH, route)
              + "the SASL client "
              + name
              + " has a bug ("
              + bug.getClass().getName()
              + ")");
    }
  }

  private SmtpFault refused(SmtpReply reply, Optional<String> challenge) {
    Verdict verdict = ReplyRules.judge(Stage.AUTH, reply, route.faults());
    String why =
        challenge
            .map(c -> ", after refusing the token with " + TokenChallenge.summary(c))
            .orElse("");
    String explanation =
        SmtpFault.says(Stage.AUTH, reply, route, verdict.advising(""))
            + why
            + (verdict.advice().isEmpty() ? "" : "; " + verdict.advice());
    boolean fresh =
        ReplyRules.freshCredentialsMayHelp(verdict)
            || (challenge.isPresent() && reply.permanentNegative());
    return fresh
        ? new LoginRefused(Stage.AUTH, verdict, reply, challenge, explanation)
        : new SmtpFault(Stage.AUTH, verdict, Optional.of(reply), explanation);
  }

  private SmtpFault hold(String what) {
    return SmtpFault.ours(Stage.AUTH, Verdict.HOLD, Explain.at(Stage.AUTH, route) + what);
  }

  /** Makes the client of one mechanism. */
  @FunctionalInterface
  private interface ClientMaker {
    SaslClient create(String mechanism) throws SaslException;
  }
}
