package org.postern.testkit;

import java.net.URI;
import java.util.List;

/**
 * A mail provider with OAuth on loopback: SMTP server, token endpoint, the registry of tokens
 * between them, and a throw-away CA that both have their certificates from. It answers as its
 * {@link ProviderProfile} does; single answers are scripted on {@link #smtp} and {@link
 * #tokenEndpoint}. Thread safe.
 *
 * <pre>{@code
 * try (FakeProvider provider =
 *     FakeProvider.m365().mailbox("app@example.com").client("app", "secret").start()) {
 *   ... provider.tokenUri(), provider.smtpPort(), provider.ca().trustingContext() ...
 *   assertThat(provider.smtp().onlyMail().sender()).isEqualTo("app@example.com");
 * }
 * }</pre>
 */
public final class FakeProvider implements AutoCloseable {

  private final ProviderProfile profile;
  private final ProviderLimits configured;
  private final ProviderManners manners;
  private final TestCa ca;
  private final FakeSmtpServer smtp;
  private final FakeTokenEndpoint tokens;

  FakeProvider(
      ProviderProfile profile,
      ProviderManners manners,
      TestCa ca,
      FakeSmtpServer smtp,
      FakeTokenEndpoint tokens) {
    this.profile = profile;
    this.configured = manners.limits();
    this.manners = manners;
    this.ca = ca;
    this.smtp = smtp;
    this.tokens = tokens;
  }

  /** Describes one that answers as Microsoft 365 does. */
  public static FakeProviderBuilder m365() {
    return of(ProviderProfile.M365);
  }

  /** Describes one that answers as Google does. */
  public static FakeProviderBuilder google() {
    return of(ProviderProfile.GOOGLE);
  }

  /** Describes one that keeps to the RFCs, and to no provider. */
  public static FakeProviderBuilder rfc7628() {
    return of(ProviderProfile.RFC7628);
  }

  /** Describes one of that profile. */
  public static FakeProviderBuilder of(ProviderProfile profile) {
    return new FakeProviderBuilder(profile);
  }

  /** As whom it answers. */
  public ProviderProfile profile() {
    return profile;
  }

  /** The mail server: its rules, mails and connections. */
  public FakeSmtpServer smtp() {
    return smtp;
  }

  /** The port of the mail server on {@code localhost}. */
  public int smtpPort() {
    return smtp.port();
  }

  /** The token endpoint: its script, requests, refresh tokens and device logins. */
  public FakeTokenEndpoint tokenEndpoint() {
    return tokens;
  }

  /** Where tokens are issued. */
  public URI tokenUri() {
    return tokens.uri();
  }

  /** The access tokens that are good at this moment. */
  public TokenRegistry tokens() {
    return tokens.tokens();
  }

  /** What both servers have seen and said, without secrets. */
  public SeenLog seen() {
    return smtp.seen();
  }

  /** The authority to trust. */
  public TestCa ca() {
    return ca;
  }

  /** The limits in force. */
  public ProviderLimits limits() {
    return manners.limits();
  }

  /** Puts other limits in force; what was used up counts against them. */
  public void limits(ProviderLimits changed) {
    manners.limit(changed);
  }

  /**
   * Refuses each login by this mechanism, or by any for {@code *}, with these lines from now on,
   * though the credentials be good: SMTP AUTH switched off, passwords retired. See {@link
   * ProviderReply} for the lines of providers.
   */
  public void forbidLogin(String mechanism, String... reply) {
    manners.forbid(mechanism, List.of(reply));
  }

  /**
   * Puts a script in force; see {@link Script}.
   *
   * @throws IllegalArgumentException with all that is wrong with it
   */
  public void script(String text) {
    Script.parse("script", text).applyTo(this);
  }

  /** Forgets what was scripted, forbidden, used up, granted and received; ports and CA stay. */
  public void reset() {
    manners.forget();
    manners.limit(configured);
    smtp.forget();
    tokens.forget();
  }

  /** Ends all connections and stops listening. */
  @Override
  public void close() {
    smtp.close();
    tokens.close();
  }

  /** Profile and addresses. */
  @Override
  public String toString() {
    return profile.id() + " smtp " + smtp + "; token " + tokens;
  }
}
