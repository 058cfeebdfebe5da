package org.postern.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Describes a provider. Without a call: any user with a good token may send from his own address,
 * the client is {@code postern-test} with {@code postern-test-secret}, STARTTLS, free ports. Not
 * thread safe.
 */
public final class FakeProviderBuilder {

  private static final String TENANT = "11111111-2222-3333-4444-555555555555";

  private final ProviderProfile profile;
  private final Map<String, Set<String>> mailboxes = new LinkedHashMap<>();
  private final Map<String, String> passwords = new LinkedHashMap<>();
  private final FakeTokenEndpointBuilder tokens = FakeTokenEndpoint.builder();
  private ProviderLimits limits;
  private Optional<TestCa> ca = Optional.empty();
  private boolean implicitTls;
  private int smtpPort;
  private String clientId = "postern-test";

  FakeProviderBuilder(ProviderProfile profile) {
    this.profile = profile;
    this.limits = profile.limits();
  }

  /** A mailbox that may send as itself and as these; others than those named may not log in. */
  public FakeProviderBuilder mailbox(String address, String... sendsAs) {
    Set<String> allowed = new LinkedHashSet<>();
    allowed.add(address.toLowerCase(Locale.ROOT));
    Arrays.stream(sendsAs).map(name -> name.toLowerCase(Locale.ROOT)).forEach(allowed::add);
    mailboxes.put(address.toLowerCase(Locale.ROOT), allowed);
    return this;
  }

  /** A mailbox that can be logged in to by a password too. */
  public FakeProviderBuilder password(String address, String password) {
    passwords.put(address, password);
    return mailboxes.containsKey(address.toLowerCase(Locale.ROOT)) ? this : mailbox(address);
  }

  /** The one client of the token endpoint. */
  public FakeProviderBuilder client(String id, String secret) {
    clientId = id;
    tokens.client(id, secret);
    return this;
  }

  /** The one client of the token endpoint, which has no secret. */
  public FakeProviderBuilder publicClient(String id) {
    clientId = id;
    tokens.publicClient(id);
    return this;
  }

  /** A refresh token that a user has granted before. */
  public FakeProviderBuilder refreshToken(String token) {
    tokens.refreshToken(token);
    return this;
  }

  /** A service account that may ask in the name of each mailbox. */
  public FakeProviderBuilder serviceAccount(FakeServiceAccount account) {
    tokens.serviceAccount(account);
    return this;
  }

  /** How long access tokens are good; default one hour. */
  public FakeProviderBuilder tokenLifetime(Duration lifetime) {
    tokens.lifetime(lifetime);
    return this;
  }

  /** More about the token endpoint; it keeps what it was told here. */
  public FakeTokenEndpointBuilder tokenEndpoint() {
    return tokens;
  }

  /** Other limits than those of the profile. */
  public FakeProviderBuilder limits(ProviderLimits other) {
    limits = other;
    return this;
  }

  /** TLS from the first byte at the mail server; default STARTTLS. */
  public FakeProviderBuilder implicitTls() {
    implicitTls = true;
    return this;
  }

  /** Certificates of this authority; default: of a new one. */
  public FakeProviderBuilder ca(TestCa authority) {
    ca = Optional.of(authority);
    return this;
  }

  /** The ports to listen on; 0, the default, for free ones. */
  public FakeProviderBuilder ports(int smtp, int tokenEndpoint) {
    smtpPort = smtp;
    tokens.port(tokenEndpoint);
    return this;
  }

  /** Starts both servers on 127.0.0.1. */
  public FakeProvider start() {
    TestCa authority = ca.orElseGet(TestCa::create);
    ProviderManners manners = new ProviderManners(profile, limits, Map.copyOf(mailboxes));
    FakeTokenEndpoint endpoint = endpoint(authority, manners);
    try {
      FakeSmtpServer smtp = smtp(authority, manners, endpoint);
      return new FakeProvider(profile, manners, authority, smtp, endpoint);
    } catch (RuntimeException failed) {
      endpoint.close();
      throw failed;
    }
  }

  private FakeTokenEndpoint endpoint(TestCa authority, ProviderManners manners) {
    tokens.tls(authority.localhost()).users(manners::knows);
    switch (profile) {
      case M365 ->
          tokens
              .path("/" + TENANT + "/oauth2/v2.0/token")
              .errors(ErrorStyle.MICROSOFT)
              .rotation(RefreshTokens.Rotation.OLD_STAYS_GOOD)
              .claim("aud", TokenAnswer.quote("https://outlook.office365.com"))
              .claim("tid", TokenAnswer.quote(TENANT))
              .claim("appid", TokenAnswer.quote(clientId))
              .claim("roles", "[\"SMTP.SendAsApp\"]");
      case GOOGLE -> tokens.errors(ErrorStyle.GOOGLE);
      case RFC7628 -> tokens.rotation(RefreshTokens.Rotation.STRICT);
    }
    return tokens.start();
  }

  private FakeSmtpServer smtp(
      TestCa authority, ProviderManners manners, FakeTokenEndpoint endpoint) {
    FakeSmtpServerBuilder smtp =
        FakeSmtpServer.builder().port(smtpPort).manners(manners).seen(endpoint.seen());
    if (implicitTls) {
      smtp.implicitTls(authority.localhost());
    } else {
      smtp.startTls(authority.localhost());
    }
    smtp.capabilities(profile.capabilities().toArray(String[]::new))
        .bearer((user, token) -> manners.knows(user) && endpoint.tokens().accepts(token));
    profile
        .challenge()
        .ifPresentOrElse(
            json ->
                smtp.bearerChallenge(
                    json.formatted(endpoint.uri().resolve("/.well-known/openid-configuration"))),
            smtp::bearerRefusedDirectly);
    smtp.passwords(passwords);
    // the providers offer passwords to everybody, whoever has one
    boolean bearerOnly = profile == ProviderProfile.RFC7628 && passwords.isEmpty();
    return smtp.mechanisms(
            profile.mechanisms().stream()
                .filter(name -> !bearerOnly || name.contains("OAUTH"))
                .toArray(String[]::new))
        .start();
  }
}
