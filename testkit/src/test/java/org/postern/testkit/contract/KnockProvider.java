package org.postern.testkit.contract;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.sasl.SaslClient;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.diagnosis.DiagnosisText;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.core.spi.Credentials;

/** A plug-in of the smallest kind: one secret word, sent by a SASL mechanism of its own. */
public class KnockProvider implements AuthStrategyProvider {

  /** The word. */
  static final SettingKey<Secret> WORD =
      SettingKey.secret("postern.knock.word")
          .asRequired()
          .describedAs("The word that the door opens to.");

  /** For ServiceLoader. */
  public KnockProvider() {}

  @Override
  public String scheme() {
    return "knock";
  }

  @Override
  public Set<SettingKey<?>> keys() {
    return Set.of(WORD);
  }

  @Override
  public List<Diagnosis> diagnoses() {
    return DiagnosisText.read(
        """
        id: knock.door-closed
        stage: auth
        code: 535
        text: door is closed
        meaning: The door does not open to this word.
        why: The word was changed.
        remedy: Set `postern.knock.word` anew.
        for: you
        action: hold
        source: https://example.com/knock
        date: 2026-11-01
        example: 535 5.7.8 the door is closed
        """);
  }

  @Override
  public AuthStrategy create(AuthContext context) {
    Secret word = context.settings().values().get(WORD);
    return () -> new Credentials.Sasl("X-KNOCK", host -> new Knock(word), Optional.empty());
  }

  /** Sends the word in the initial response. */
  private record Knock(Secret word) implements SaslClient {

    @Override
    public String getMechanismName() {
      return "X-KNOCK";
    }

    @Override
    public boolean hasInitialResponse() {
      return true;
    }

    @Override
    public byte[] evaluateChallenge(byte[] challenge) {
      return word.reveal().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isComplete() {
      return true;
    }

    @Override
    public byte[] unwrap(byte[] incoming, int offset, int len) {
      throw new IllegalStateException("no security layer");
    }

    @Override
    public byte[] wrap(byte[] outgoing, int offset, int len) {
      throw new IllegalStateException("no security layer");
    }

    @Override
    public Object getNegotiatedProperty(String propName) {
      throw new IllegalStateException("nothing negotiated");
    }

    @Override
    public void dispose() {}
  }
}
