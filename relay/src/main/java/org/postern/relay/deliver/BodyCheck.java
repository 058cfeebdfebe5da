package org.postern.relay.deliver;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Stage;
import org.postern.spool.Claim;
import org.postern.spool.DamagedMailException;

/**
 * Whether a mail did not go out because its bytes in the spool are not what they were. A link that
 * broke half way looks the same in the result, so the bytes are read once more.
 */
final class BodyCheck {

  private final Claim claim;
  private Optional<Optional<String>> found = Optional.empty();

  BodyCheck(Claim claim) {
    this.claim = claim;
  }

  /** What is wrong with the bytes, where that is why this recipient has no mail. */
  Optional<String> damage(RecipientResult result) {
    boolean maybe =
        result.action() == Action.RETRY
            && result.reply().isEmpty()
            && (result.stage() == Stage.BODY || result.stage() == Stage.MESSAGE);
    if (maybe && found.isEmpty()) {
      found = Optional.of(look());
    }
    return maybe ? found.orElseThrow() : Optional.empty();
  }

  private Optional<String> look() {
    try {
      claim.body().writeTo(OutputStream.nullOutputStream());
      return Optional.empty();
    } catch (DamagedMailException damage) {
      return Optional.of(String.valueOf(damage.getMessage()));
    } catch (IOException | RuntimeException notReadNow) {
      return Optional.empty(); // a store that is not well now may be well later
    }
  }
}
