package org.postern.testkit.faults;

import java.util.function.UnaryOperator;
import org.postern.core.settings.TlsMode;
import org.postern.testkit.FakeSmtpServerBuilder;

/** The servers, and the ways to send, that the rows on sessions have in common. */
final class Sessions {

  static final UnaryOperator<FakeSmtpServerBuilder> STARTTLS_SERVER =
      builder -> builder.startTls(Postman.CA.localhost());
  static final UnaryOperator<FakeSmtpServerBuilder> PASSWORD_SERVER =
      builder -> STARTTLS_SERVER.apply(builder).user(Login.USER, Login.PASSWORD);
  static final UnaryOperator<FakeSmtpServerBuilder> TOKEN_SERVER =
      builder ->
          STARTTLS_SERVER
              .apply(builder)
              .bearer((user, token) -> user.equals(Login.USER) && token.equals(Login.FRESH));
  static final UnaryOperator<Postman> BY_STARTTLS = postman -> postman.tls(TlsMode.STARTTLS);

  static UnaryOperator<Postman> by(Login login) {
    return postman -> BY_STARTTLS.apply(postman).login(login);
  }

  private Sessions() {}
}
