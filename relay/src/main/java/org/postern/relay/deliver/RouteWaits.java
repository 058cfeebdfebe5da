package org.postern.relay.deliver;

import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.core.smtp.RecipientResult;
import org.postern.spool.MailId;

/**
 * Which mails are known to wait for the route, and why: each try of a closed route says the same.
 * Of very many the latest are known. Thread safe.
 */
final class RouteWaits {

  private static final int MOST = 1000;

  private final Map<MailId, String> reasons =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MailId, String> eldest) {
          return size() > MOST;
        }
      };

  /** This mail waits; true where that is news, or the reason is. */
  synchronized boolean news(MailId id, RecipientResult why) {
    String reason = why.diagnosis().orElseGet(why::explanation);
    return !reason.equals(reasons.put(id, reason));
  }

  /** It waits no more. */
  synchronized void forget(MailId id) {
    reasons.remove(id);
  }
}
