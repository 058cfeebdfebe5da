package org.postern.testkit;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The AUTH command (RFC 4954). One thread. */
final class SmtpLogin {

  /** The client sent a lone asterisk, or no base64. */
  private static final class Cancelled extends IOException {
    Cancelled(String reason) {
      super(reason);
    }
  }

  private final SmtpStage stage;

  SmtpLogin(SmtpStage stage) {
    this.stage = stage;
  }

  /** The reply to MAIL of a client that must log in first; empty where it need not. */
  Optional<String> demanded() {
    SmtpManners manners = stage.config().manners;
    if (stage.config().mechanisms.isEmpty()) {
      return Optional.empty();
    }
    return stage.session().user().isEmpty()
        ? Optional.of(manners.loginMissing())
        : manners.loginEnded().filter(reply -> !stage.session().loginHolds());
  }

  void serve(String line, boolean inTransaction) throws IOException {
    String[] parts = line.split(" ", 3);
    String mechanism = parts.length < 2 ? "" : parts[1].toUpperCase(Locale.ROOT);
    if (stage.session().user().isPresent() || inTransaction) {
      stage.session().violated("AUTH out of place");
    }
    if (!stage.config().mechanismNames(stage.session()).contains(mechanism)) {
      stage.session().violated("AUTH " + mechanism + " though not offered");
    }
    int code = stage.answer(SmtpStep.AUTH, line, List.of(), () -> {});
    if (code == 334) {
      String response = stage.wire().readLine();
      code = stage.answer(SmtpStep.AUTH_RESPONSE, response, "535 5.7.8 refused");
    }
    if (code == 235) {
      stage.session().loggedIn("scripted", mechanism);
    }
    if (code == Reaction.PROCEED) {
      verify(mechanism, parts.length < 3 ? Optional.empty() : Optional.of(parts[2]));
    }
  }

  private void verify(String mechanism, Optional<String> initial) throws IOException {
    SaslVerifier verifier = stage.config().mechanisms.get(mechanism);
    if (verifier == null) {
      stage.send(List.of("504 5.5.4 unknown mechanism"));
      return;
    }
    try {
      // RFC 4954 section 4: "=" is an initial response of no bytes
      Optional<byte[]> first =
          initial.isPresent()
              ? Optional.of(initial.get().equals("=") ? new byte[0] : decode(initial.get()))
              : Optional.empty();
      Optional<String> user = verifier.verify(new Dialogue(first));
      conclude(user, mechanism);
    } catch (Cancelled cancelled) {
      stage.send(List.of("501 5.7.0 " + cancelled.getMessage()));
    }
  }

  private void conclude(Optional<String> user, String mechanism) throws IOException {
    SmtpManners manners = stage.config().manners;
    Optional<List<String>> forbidden = manners.loginForbidden(mechanism);
    if (user.isEmpty() || forbidden.isPresent()) {
      stage.send(forbidden.orElse(manners.loginRefused()));
      return;
    }
    stage.session().loggedIn(user.get(), mechanism);
    stage.send(List.of(manners.loginAccepted()));
  }

  private static byte[] decode(String base64) throws Cancelled {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      throw new Cancelled("not base64");
    }
  }

  /** Challenges and responses as lines. */
  private final class Dialogue implements SaslDialogue {
    private final Optional<byte[]> initial;

    Dialogue(Optional<byte[]> initial) {
      this.initial = initial;
    }

    @Override
    public Optional<byte[]> initialResponse() {
      return initial;
    }

    @Override
    public byte[] challenge(byte[] challenge) throws IOException {
      stage.send(List.of("334 " + Base64.getEncoder().encodeToString(challenge)));
      String response = stage.wire().readLine();
      if (!stage.proceeds(SmtpStep.AUTH_RESPONSE)) {
        throw new IOException("ended by a rule");
      }
      if (response.equals("*")) {
        throw new Cancelled("cancelled");
      }
      return decode(response);
    }

    @Override
    public void holdsWhile(BooleanSupplier good) {
      stage.session().holdsWhile(good);
    }

    @Override
    public void violated(String rule) {
      stage.session().violated(rule);
    }
  }
}
