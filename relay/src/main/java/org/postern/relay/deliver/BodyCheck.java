package org.postern.relay.deliver;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Stage;
import org.postern.spool.DamagedMailException;

/**
 * Whether a mail did not go out because its bytes in the spool are not what they were. A link that
 * broke half way looks the same in the result, so the bytes are read once more.
 */
final class BodyCheck {

  private BodyCheck() {}

  /** True where this may be the reason of the result. */
  static boolean mayExplain(RecipientResult result) {
    return result.action() == Action.RETRY
        && result.reply().isEmpty()
        && (result.stage() == Stage.BODY || result.stage() == Stage.MESSAGE);
  }

  /** What is wrong with the bytes. */
  static Optional<String> damage(MessageBody body) {
    try {
      body.writeTo(OutputStream.nullOutputStream());
      return Optional.empty();
    } catch (DamagedMailException damage) {
      return Optional.of(String.valueOf(damage.getMessage()));
    } catch (IOException | RuntimeException notReadNow) {
      return Optional.empty(); // a store that is not well now may be well later
    }
  }
}
