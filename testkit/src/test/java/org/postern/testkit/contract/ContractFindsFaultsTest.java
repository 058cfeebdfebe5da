package org.postern.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.AuthRefusal;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.core.spi.Credentials;

/** A contract that nothing can break proves nothing: each promise is broken once here. */
class ContractFindsFaultsTest {

  private AuthStrategyContract contract = contract(new KnockProvider());

  @AfterEach
  void stop() {
    contract.stopMailServer();
  }

  @Test
  void badSchemeName() {
    fails(
        new KnockProvider() {
          @Override
          public String scheme() {
            return "Knock!";
          }
        },
        AuthStrategyContract::schemeIsWellFormed);
  }

  @Test
  void keyWithoutDescription() {
    fails(
        withKeys(SettingKey.secret("postern.knock.word").asRequired()),
        AuthStrategyContract::keysAreStableAndDocumented);
  }

  @Test
  void secretThatIsNotMarked() {
    SettingKey<String> plain = SettingKey.text("postern.knock.word").describedAs("The word.");
    AuthStrategyContract unmarked =
        new Contract(withKeys(plain)) {
          @Override
          protected void settings(MailSettings.Builder settings) {
            settings.set(plain, "open");
          }
        };
    fails(unmarked, AuthStrategyContract::secretsAreMarked);
  }

  @Test
  void workInTheBackgroundWhileBeingMade() {
    fails(
        new KnockProvider() {
          @Override
          public AuthStrategy create(AuthContext context) {
            context.background().execute(() -> {});
            return super.create(context);
          }
        },
        AuthStrategyContract::makingAStrategyDoesNoInputOrOutput);
  }

  @Test
  void tlsWhileBeingMade() {
    fails(
        new KnockProvider() {
          @Override
          public AuthStrategy create(AuthContext context) {
            context.sslContext().createSSLEngine("localhost", 1);
            return super.create(context);
          }
        },
        AuthStrategyContract::makingAStrategyDoesNoInputOrOutput);
  }

  @Test
  void secretInToString() {
    fails(
        wrapping(
            new Strategy() {
              @Override
              public String toString() {
                return "strategy with open";
              }
            }),
        AuthStrategyContract::makingAStrategyDoesNoInputOrOutput);
  }

  @Test
  void credentialsThatFailNowAndThen() {
    fails(
        wrapping(
            new Strategy() {
              private int asked;

              @Override
              public synchronized Credentials credentials() throws AuthException {
                if (++asked == 100) {
                  throw AuthException.permanent("no more", new IllegalStateException("asked"));
                }
                return super.credentials();
              }
            }),
        AuthStrategyContract::credentialsAreThreadSafe);
  }

  @Test
  void refusalThatBreaksTheStrategy() {
    fails(
        wrapping(
            new Strategy() {
              private boolean refused;

              @Override
              public boolean refreshAfter(AuthRefusal refusal) {
                refused = true;
                return true;
              }

              @Override
              public Credentials credentials() throws AuthException {
                if (refused) {
                  throw AuthException.permanent("broken", new IllegalStateException("refused"));
                }
                return super.credentials();
              }
            }),
        AuthStrategyContract::refusalDoesNotBreakTheStrategy);
  }

  @Test
  void secondCloseThatFails() {
    fails(
        wrapping(
            new Strategy() {
              private boolean closed;

              @Override
              public void close() {
                if (closed) {
                  throw new IllegalStateException("closed already");
                }
                closed = true;
              }
            }),
        AuthStrategyContract::closeIsIdempotent);
  }

  @Test
  void loginThatTheServerRefuses() {
    fails(wrapping(new Strategy()), AuthStrategyContract::logsInForTrue);
  }

  @Test
  void providerThatNoServicesFileNames() {
    fails(wrapping(new Strategy()), AuthStrategyContract::servicesFileAndModuleDescriptorAgree);
  }

  /** A strategy that hands out nothing. */
  private static class Strategy implements AuthStrategy {
    @Override
    public Credentials credentials() throws AuthException {
      return new Credentials.None();
    }
  }

  @FunctionalInterface
  private interface Promise {
    void check(AuthStrategyContract contract) throws Exception;
  }

  private void fails(AuthStrategyProvider provider, Promise promise) {
    fails(contract(provider), promise);
  }

  private void fails(AuthStrategyContract broken, Promise promise) {
    contract.stopMailServer();
    contract = broken;
    contract.startMailServer();
    assertThatThrownBy(() -> promise.check(contract))
        .isInstanceOfAny(AssertionError.class, java.util.concurrent.ExecutionException.class);
  }

  private static AuthStrategyProvider withKeys(SettingKey<?> key) {
    return new KnockProvider() {
      @Override
      public Set<SettingKey<?>> keys() {
        return Set.of(key);
      }
    };
  }

  private static AuthStrategyProvider wrapping(AuthStrategy strategy) {
    return new KnockProvider() {
      @Override
      public AuthStrategy create(AuthContext context) {
        return strategy;
      }
    };
  }

  private static AuthStrategyContract contract(AuthStrategyProvider provider) {
    return new Contract(provider);
  }

  /** The contract around any provider. */
  private static class Contract extends KnockContractTest {
    private final AuthStrategyProvider provider;

    Contract(AuthStrategyProvider provider) {
      this.provider = provider;
    }

    @Override
    protected AuthStrategyProvider provider() {
      return provider;
    }

    @Override
    protected void settings(MailSettings.Builder settings) {
      settings.set(KnockProvider.WORD, Secret.of("open"));
    }

    @Override
    protected Set<String> secrets() {
      return Set.of("open");
    }
  }
}
