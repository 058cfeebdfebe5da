package org.postern.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Describes an endpoint. Not thread safe. */
public final class FakeTokenEndpointBuilder {

  private Optional<ServerIdentity> identity = Optional.empty();
  private Optional<TlsFault> tlsFault = Optional.empty();
  private String clientId = "postern-test";
  private Optional<String> clientSecret = Optional.of("postern-test-secret");
  private Optional<String> scope = Optional.empty();
  private int port;
  private SeenLog seen = new SeenLog();
  private String path = "/token";
  private Duration lifetime = Duration.ofHours(1);
  private Optional<Map<String, String>> claims = Optional.empty();
  private final List<String> refreshTokens = new ArrayList<>();
  private RefreshTokens.Rotation rotation = RefreshTokens.Rotation.NEVER;
  private final List<FakeServiceAccount> serviceAccounts = new ArrayList<>();
  private Predicate<String> users = anybody -> true;
  private boolean namesItself = true;
  private Duration deviceLifetime = Duration.ofMinutes(15);
  private Duration deviceInterval = Duration.ofSeconds(5);
  private ErrorStyle errors = ErrorStyle.RFC;
  private TokenRegistry tokens = new TokenRegistry();

  FakeTokenEndpointBuilder() {}

  /** Serves https with this identity; default: http. */
  public FakeTokenEndpointBuilder tls(ServerIdentity serverIdentity) {
    identity = Optional.of(serverIdentity);
    return this;
  }

  /** Breaks each connection so, before anything is encrypted; default: none. */
  public FakeTokenEndpointBuilder tlsFault(TlsFault fault) {
    tlsFault = Optional.of(fault);
    return this;
  }

  /** The one client; default {@code postern-test} with {@code postern-test-secret}. */
  public FakeTokenEndpointBuilder client(String id, String secret) {
    clientId = id;
    clientSecret = Optional.of(secret);
    return this;
  }

  /** The one client, which has no secret (RFC 6749 section 2.1). */
  public FakeTokenEndpointBuilder publicClient(String id) {
    clientId = id;
    clientSecret = Optional.empty();
    return this;
  }

  /** A refresh token that a user has granted before. */
  public FakeTokenEndpointBuilder refreshToken(String token) {
    refreshTokens.add(token);
    return this;
  }

  /** What becomes of a refresh token that was used; default {@code NEVER}. */
  public FakeTokenEndpointBuilder rotation(RefreshTokens.Rotation kind) {
    rotation = kind;
    return this;
  }

  /** A service account that may ask by signed assertions (RFC 7523); default: none. */
  public FakeTokenEndpointBuilder serviceAccount(FakeServiceAccount account) {
    serviceAccounts.add(account);
    return this;
  }

  /** The users that there are, in whose names service accounts may ask; default: any. */
  public FakeTokenEndpointBuilder users(Predicate<String> known) {
    users = known;
    return this;
  }

  /**
   * Names itself neither to browsers that it sends back ({@code iss}, RFC 9207) nor promises so in
   * its metadata, as older servers do; default: both.
   */
  public FakeTokenEndpointBuilder withoutIssuerInAnswers() {
    namesItself = false;
    return this;
  }

  /** How long a device code is good and how far apart polls must be; default 15 min and 5 s. */
  public FakeTokenEndpointBuilder deviceLogin(Duration codeLifetime, Duration interval) {
    deviceLifetime = codeLifetime;
    deviceInterval = interval;
    return this;
  }

  /** In whose way refusals are worded; default {@code RFC}. */
  public FakeTokenEndpointBuilder errors(ErrorStyle style) {
    errors = style;
    return this;
  }

  /** Notes what it sees there, perhaps together with other servers; default: a log of its own. */
  public FakeTokenEndpointBuilder seen(SeenLog log) {
    seen = log;
    return this;
  }

  /** Listens on this port; default 0: a free one. */
  public FakeTokenEndpointBuilder port(int number) {
    port = number;
    return this;
  }

  /** The path of {@link #uri}; default {@code /token}. */
  public FakeTokenEndpointBuilder path(String tokenPath) {
    path = tokenPath;
    return this;
  }

  /** The one scope that may be asked for; default: any or none. */
  public FakeTokenEndpointBuilder scope(String onlyScope) {
    scope = Optional.of(onlyScope);
    return this;
  }

  /** How long tokens are good, and said to be (in whole seconds); default one hour. */
  public FakeTokenEndpointBuilder lifetime(Duration tokenLifetime) {
    lifetime = tokenLifetime;
    return this;
  }

  /** Tokens look like signed JWTs; default: opaque. */
  public FakeTokenEndpointBuilder jwt() {
    claims = Optional.of(new LinkedHashMap<>(claims.orElse(Map.of())));
    return this;
  }

  /** A claim of tokens, which then look like signed JWTs; {@code rawJson} as it stands. */
  public FakeTokenEndpointBuilder claim(String name, String rawJson) {
    jwt();
    claims.orElseThrow().put(name, rawJson);
    return this;
  }

  /** Where issued tokens are noted, to be shared with an SMTP server; default: a new one. */
  public FakeTokenEndpointBuilder tokens(TokenRegistry registry) {
    tokens = registry;
    return this;
  }

  /** Listens on a free port. */
  public FakeTokenEndpoint start() {
    return new FakeTokenEndpoint(this);
  }

  Optional<ServerIdentity> identity() {
    return identity;
  }

  Optional<TlsFault> tlsFault() {
    return tlsFault;
  }

  int port() {
    return port;
  }

  String path() {
    return path;
  }

  SeenLog seen() {
    return seen;
  }

  String clientId() {
    return clientId;
  }

  /** Empty for a public client. */
  Optional<String> clientSecret() {
    return clientSecret;
  }

  Optional<String> scope() {
    return scope;
  }

  Duration lifetime() {
    return lifetime;
  }

  /** Present for tokens that look like JWTs. */
  Optional<Map<String, String>> claims() {
    return claims;
  }

  TokenRegistry tokens() {
    return tokens;
  }

  List<String> refreshTokens() {
    return refreshTokens;
  }

  RefreshTokens.Rotation rotation() {
    return rotation;
  }

  List<FakeServiceAccount> serviceAccounts() {
    return serviceAccounts;
  }

  Predicate<String> users() {
    return users;
  }

  boolean namesItself() {
    return namesItself;
  }

  Duration deviceLifetime() {
    return deviceLifetime;
  }

  Duration deviceInterval() {
    return deviceInterval;
  }

  ErrorStyle errors() {
    return errors;
  }
}
