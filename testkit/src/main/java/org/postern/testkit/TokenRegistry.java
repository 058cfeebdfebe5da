package org.postern.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postern.core.smtp.Deadline;

/**
 * The access tokens that are good at this moment: {@link FakeTokenEndpoint} adds to it, {@code
 * FakeSmtpServer} asks it, a test revokes. Thread safe.
 */
public final class TokenRegistry {

  private final Map<String, Deadline> good = new ConcurrentHashMap<>();
  private final List<String> issued = new CopyOnWriteArrayList<>();

  /** An empty registry. */
  public TokenRegistry() {}

  /** Makes {@code token} good for {@code lifetime}. */
  public void add(String token, Duration lifetime) {
    good.put(token, Deadline.after(lifetime));
    issued.add(token);
  }

  /** True where the token was issued, has not ended and was not revoked. */
  public boolean accepts(String token) {
    Deadline end = good.get(token);
    return end != null && !end.passed();
  }

  /** Makes one token worthless. */
  public void revoke(String token) {
    good.remove(token);
  }

  /** Makes all tokens issued so far worthless. */
  public void revokeAll() {
    good.clear();
  }

  void forget() {
    good.clear();
    issued.clear();
  }

  /** All tokens ever issued, oldest first. */
  public List<String> issued() {
    return List.copyOf(issued);
  }

  /** The token issued last; empty before the first. */
  public Optional<String> latest() {
    return issued.isEmpty() ? Optional.empty() : Optional.of(issued.get(issued.size() - 1));
  }

  /** How many were issued; never the tokens. */
  @Override
  public String toString() {
    return issued.size() + " tokens issued";
  }
}
