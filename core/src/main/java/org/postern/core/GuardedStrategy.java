package org.postern.core;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.postern.core.examination.Examination;
import org.postern.core.examination.Finding;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.AuthRefusal;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.core.spi.Credentials;
import org.postern.core.vitals.Ending;
import org.postern.core.vitals.TokenStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A strategy of whoever wrote it, whose faults stay its own: no mail leaves without a login because
 * it gave none, a class that its jar lacks costs the login alone, and a mailer is examined, watched
 * and closed to the end. Thread safe.
 */
final class GuardedStrategy implements AuthStrategy {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedStrategy.class);

  private final AuthStrategy strategy;

  private GuardedStrategy(AuthStrategy strategy) {
    this.strategy = strategy;
  }

  /**
   * What the provider makes.
   *
   * @throws IllegalStateException where it makes none
   */
  static AuthStrategy of(AuthStrategyProvider provider, AuthContext context) {
    AuthStrategy made = provider.create(context);
    if (made == null) {
      throw new IllegalStateException(
          provider.getClass().getName()
              + " of the scheme \""
              + provider.scheme()
              + "\" made no strategy (null); this is a bug of it, tell its author");
    }
    return new GuardedStrategy(made);
  }

  @Override
  public Credentials credentials() throws AuthException {
    try {
      return Objects.requireNonNull(
          strategy.credentials(), "the auth strategy gave no credentials (null)");
    } catch (LinkageError incomplete) {
      throw new IllegalStateException(incomplete);
    }
  }

  @Override
  public boolean refreshAfter(AuthRefusal refusal) {
    try {
      return strategy.refreshAfter(refusal);
    } catch (LinkageError incomplete) {
      throw new IllegalStateException(incomplete);
    }
  }

  @Override
  public Optional<Credentials> examine(Examination examination) {
    try {
      return Objects.requireNonNull(
          strategy.examine(examination), "the auth strategy gave no credentials (null)");
    } catch (RuntimeException | LinkageError bug) {
      LOG.error("The auth strategy failed unexpectedly while it was examined", bug);
      examination.found(
          Finding.fault(
              "token",
              "credentials",
              "the auth strategy has a bug (" + bug.getClass().getName() + "); see the log"));
      return Optional.empty();
    }
  }

  @Override
  public List<Ending> endings() {
    try {
      return List.copyOf(strategy.endings());
    } catch (RuntimeException | LinkageError bug) {
      LOG.error("The auth strategy cannot say what of it ends", bug);
      return List.of();
    }
  }

  @Override
  public Optional<TokenStatus> tokenStatus() {
    try {
      return Objects.requireNonNull(strategy.tokenStatus(), "no status of the token (null)");
    } catch (RuntimeException | LinkageError bug) {
      LOG.error("The auth strategy cannot say how its token is", bug);
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      strategy.close();
    } catch (RuntimeException | LinkageError bug) {
      LOG.error("The auth strategy was not closed", bug);
    }
  }
}
