package org.postern.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Describes an SMTP server. Without a call: plain SMTP on 127.0.0.1, no login asked for, all
 * extensions but STARTTLS and AUTH. Not thread safe.
 */
public final class FakeSmtpServerBuilder {

  private final SmtpServerConfig config = new SmtpServerConfig();
  private final Map<String, String> users = new LinkedHashMap<>();
  private Optional<BiPredicate<String, String>> bearer = Optional.empty();
  private Optional<String> challenge =
      Optional.of("{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"mail\"}");
  private boolean passwords;
  private Optional<List<String>> only = Optional.empty();
  private final Map<String, SaslVerifier> custom = new LinkedHashMap<>();

  FakeSmtpServerBuilder() {}

  /** Offers STARTTLS with this identity; logins only after it. */
  public FakeSmtpServerBuilder startTls(ServerIdentity identity) {
    config.tls = SmtpServerConfig.Tls.STARTTLS;
    config.identity = Optional.of(identity);
    return this;
  }

  /** TLS from the first byte, with this identity. */
  public FakeSmtpServerBuilder implicitTls(ServerIdentity identity) {
    config.tls = SmtpServerConfig.Tls.IMPLICIT;
    config.identity = Optional.of(identity);
    return this;
  }

  /** TLS with these cipher suites only. */
  public FakeSmtpServerBuilder cipherSuites(String... suites) {
    config.cipherSuites = suites.clone();
    return this;
  }

  /** TLS in these versions only, such as {@code TLSv1.2}. */
  public FakeSmtpServerBuilder tlsProtocols(String... protocols) {
    config.tlsProtocols = protocols.clone();
    return this;
  }

  /** Listens on these loopback addresses, one port for all; default {@code 127.0.0.1}. */
  public FakeSmtpServerBuilder addresses(String... addresses) {
    config.addresses = List.of(addresses);
    return this;
  }

  /** Listens on this port; default 0: a free one. */
  public FakeSmtpServerBuilder port(int port) {
    config.port = port;
    return this;
  }

  /** Notes what it sees there, perhaps together with other servers; default: a log of its own. */
  public FakeSmtpServerBuilder seen(SeenLog log) {
    config.seen = log;
    return this;
  }

  /** Speaks in the words of a provider, whose limits may change while the server runs. */
  FakeSmtpServerBuilder manners(ProviderManners manners) {
    config.manners = manners;
    config.sizeLimit = () -> manners.limits().messageBytes();
    config.maxRecipients = () -> manners.limits().recipientsPerMessage();
    config.maxConnections = () -> manners.limits().connections();
    return this;
  }

  /** Offers exactly these EHLO keywords; SIZE, STARTTLS and AUTH come by their own methods. */
  public FakeSmtpServerBuilder capabilities(String... keywords) {
    config.capabilities = new ArrayList<>(List.of(keywords));
    return this;
  }

  /** Offers that EHLO keyword no more. */
  public FakeSmtpServerBuilder without(String keyword) {
    config.capabilities.remove(keyword);
    return this;
  }

  /** Offers these keywords before STARTTLS; default: the same as after it. */
  public FakeSmtpServerBuilder capabilitiesInClear(String... keywords) {
    config.capabilitiesInClear = Optional.of(List.of(keywords));
    return this;
  }

  /** The SIZE limit in bytes; 0: SIZE is not offered. Default 64 MiB. */
  public FakeSmtpServerBuilder size(long bytes) {
    config.sizeLimit = () -> bytes;
    return this;
  }

  /** A user with a password, for PLAIN, LOGIN, CRAM-MD5 and SCRAM-SHA-256. */
  public FakeSmtpServerBuilder user(String name, String password) {
    users.put(name, password);
    return this;
  }

  /** Makes the mechanisms with passwords possible even where there is no user. */
  FakeSmtpServerBuilder passwords(Map<String, String> all) {
    passwords = true;
    users.putAll(all);
    return this;
  }

  /** Whoever shows a token that is good in this registry is let in, for XOAUTH2 and OAUTHBEARER. */
  public FakeSmtpServerBuilder tokens(TokenRegistry registry) {
    return bearer((user, token) -> registry.accepts(token));
  }

  /** Decides on user and token, for XOAUTH2 and OAUTHBEARER. */
  public FakeSmtpServerBuilder bearer(BiPredicate<String, String> accepts) {
    bearer = Optional.of(accepts);
    return this;
  }

  /** A refused token gets this JSON in a 334 before the 535, as RFC 7628 says; the default. */
  public FakeSmtpServerBuilder bearerChallenge(String json) {
    challenge = Optional.of(json);
    return this;
  }

  /** A refused token gets a 535 at once, as Microsoft's servers do. */
  public FakeSmtpServerBuilder bearerRefusedDirectly() {
    challenge = Optional.empty();
    return this;
  }

  /** Offers one more mechanism, verified so; logins are asked for. */
  public FakeSmtpServerBuilder mechanism(String name, SaslVerifier verifier) {
    custom.put(name, verifier);
    return this;
  }

  /** Offers only these of the mechanisms that users and tokens make possible, in this order. */
  public FakeSmtpServerBuilder mechanisms(String... names) {
    only = Optional.of(List.of(names));
    return this;
  }

  /** Offers these mechanisms without TLS; default: none where TLS is offered, else all. */
  public FakeSmtpServerBuilder mechanismsInClear(String... names) {
    config.mechanismsInClear = Optional.of(List.of(names));
    return this;
  }

  /** 452 to each recipient of a transaction beyond this many. */
  public FakeSmtpServerBuilder maxRecipients(int limit) {
    config.maxRecipients = () -> limit;
    return this;
  }

  /** 421 to MAIL on a connection that has brought this many mails. */
  public FakeSmtpServerBuilder maxMessages(int limit) {
    config.maxMessages = limit;
    return this;
  }

  /** 432 instead of a greeting while this many connections are open. */
  public FakeSmtpServerBuilder maxConnections(int limit) {
    config.maxConnections = () -> limit;
    return this;
  }

  /** The TCP receive buffer in bytes, small so that a server that stops reading is felt soon. */
  public FakeSmtpServerBuilder receiveBuffer(int bytes) {
    config.receiveBuffer = bytes;
    return this;
  }

  /** Listens on a free port. */
  public FakeSmtpServer start() {
    Map<String, SaslVerifier> possible = new LinkedHashMap<>();
    if (!users.isEmpty() || passwords) {
      possible.put("SCRAM-SHA-256", new ScramVerifier(users));
      possible.put("CRAM-MD5", PasswordVerifiers.cramMd5(users));
      possible.put("PLAIN", PasswordVerifiers.plain(users));
      possible.put("LOGIN", PasswordVerifiers.login(users));
    }
    bearer.ifPresent(
        accepts -> {
          BearerVerifiers verifiers = new BearerVerifiers(accepts, challenge);
          possible.put("OAUTHBEARER", verifiers.oauthBearer());
          possible.put("XOAUTH2", verifiers.xoauth2());
        });
    possible.putAll(custom);
    for (String name : only.orElse(List.copyOf(possible.keySet()))) {
      if (!possible.containsKey(name)) {
        throw new IllegalStateException(
            name + " cannot be verified: give the server a user, tokens or a verifier first");
      }
      config.mechanisms.put(name, possible.get(name));
    }
    return new FakeSmtpServer(config);
  }
}
