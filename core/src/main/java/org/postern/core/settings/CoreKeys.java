package org.postern.core.settings;

import static org.postern.core.settings.SettingKey.Home.IS;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.postern.core.smtp.MailAddress;

/**
 * The keys that every scheme shares. The {@code mksis.*} ones are those of the origin product's
 * help page "Configuring OAuth authentication for the SMTP email server".
 */
public final class CoreKeys {

  /** Switches OAuth on; see the mode table. */
  public static final SettingKey<Boolean> OAUTH_AUTHENTICATION =
      SettingKey.bool("mksis.smtp.oauth.authentication")
          .in(IS)
          .describedAs(
              "true: mail is sent with an OAuth token, unless "
                  + "mksis.smtp.authentication is true as well. false: the open mail relay is used.");

  /** Switches basic authentication on; see the mode table. */
  public static final SettingKey<Boolean> SMTP_AUTHENTICATION =
      SettingKey.bool("mksis.smtp.authentication")
          .in(IS)
          .describedAs("true: SMTP basic authentication (\"closed mail relay\").");

  /** TLS to the mail server. */
  public static final SettingKey<Boolean> SSL_ENABLED =
      SettingKey.bool("mksis.smtp.ssl.enabled")
          .in(IS)
          .withDefault("false")
          .describedAs(
              "true: TLS to the mail server, implicit on port 465 and by STARTTLS on "
                  + "every other port; postern.tls.mode overrides.");

  /** The mail server. */
  public static final SettingKey<String> HOST =
      SettingKey.of("mksis.logging.email.server.hostname", "host", HostText::host)
          .in(IS)
          .asRequired()
          .describedAs("Host name or address of the SMTP server.");

  /** The mail server's port. */
  public static final SettingKey<Integer> PORT =
      SettingKey.integer("mksis.logging.email.server.port", 1, 65535)
          .in(IS)
          .withDefault("25")
          .describedAs("Port of the SMTP server.");

  /** The user name of basic and OAuth logins, and the default sender. */
  public static final SettingKey<String> USER =
      SettingKey.of("mksis.logging.email.from", "text", HostText::user)
          .in(IS)
          .describedAs(
              "The sender's user name at the mail server, and the sender address where "
                  + "postern.mail.from is absent.");

  /** The mail provider, whose values stand where the files leave a setting open. */
  public static final SettingKey<Provider> PROVIDER =
      SettingKey.of("postern.provider", "name of a provider", Provider::parse)
          .describedAs(
              "The mail provider. Its host, port, TLS, token URL, scope and limits stand where the"
                  + " files leave them open; `postern providers` lists all. The mode stays that of"
                  + " the mksis switches.");

  /** The tenant, for providers whose token URL has it. */
  public static final SettingKey<String> TENANT =
      SettingKey.of("postern.oauth.tenant", "text", HostText::tenant)
          .describedAs(
              "The tenant for the token URL of postern.provider: Microsoft's directory (tenant) id,"
                  + " or a domain of the tenant.");

  /** Recipients in one transaction. */
  public static final SettingKey<Integer> MAX_RECIPIENTS =
      SettingKey.integer("postern.smtp.max_recipients", 1, 100_000)
          .withDefault("100000")
          .describedAs(
              "Recipients of one SMTP transaction; a mail with more is sent in several. Servers that"
                  + " say \"too many\" (452) are understood without it.");

  /** Mails within a minute. */
  public static final SettingKey<Integer> MESSAGES_PER_MINUTE =
      SettingKey.integer("postern.pace.messages_per_minute", 0, 1_000_000)
          .withDefault("0")
          .describedAs(
              "Mails that the relay hands to the mail server within any minute, all nodes of one"
                  + " spool together; 0: any number.");

  /** Recipients within a day. */
  public static final SettingKey<Integer> RECIPIENTS_PER_DAY =
      SettingKey.integer("postern.pace.recipients_per_day", 0, 100_000_000)
          .withDefault("0")
          .describedAs(
              "Recipients for whom the relay hands mail to the mail server within any 24 hours, all"
                  + " nodes of one spool together; 0: any number. What was sent is remembered over"
                  + " restarts.");

  /** Chooses any scheme by name. */
  public static final SettingKey<String> SCHEME =
      SettingKey.text("postern.auth.scheme")
          .describedAs(
              "Names the auth scheme: open, basic, oauth or that of a plug-in. Must not "
                  + "contradict the two mksis switches.");

  /** The sender address where it is not the user name. */
  public static final SettingKey<MailAddress> FROM =
      SettingKey.of("postern.mail.from", "address", HostText::mailAddress)
          .describedAs(
              "Sender address of mail that names none; default: " + "mksis.logging.email.from.");

  /** Overrides how TLS is used. */
  public static final SettingKey<TlsMode> TLS_MODE =
      SettingKey.choice("postern.tls.mode", TlsMode.class)
          .describedAs("Overrides what mksis.smtp.ssl.enabled and the port say.");

  /** The name in EHLO. */
  public static final SettingKey<String> EHLO_NAME =
      SettingKey.of("postern.smtp.ehlo_name", "host", HostText::ehloName)
          .describedAs(
              "The name this client gives in EHLO; default: this host's name, or its "
                  + "address as a literal where the name is not fully qualified.");

  /** TCP connect, for each address. */
  public static final SettingKey<Duration> CONNECT_TIMEOUT =
      timeout("postern.smtp.timeout.connect", "30s", "TCP connect, for each address of the host.");

  /** Greeting. */
  public static final SettingKey<Duration> GREETING_TIMEOUT =
      timeout("postern.smtp.timeout.greeting", "5m", "The server's whole greeting.");

  /** TLS handshake. */
  public static final SettingKey<Duration> TLS_TIMEOUT =
      timeout("postern.smtp.timeout.tls", "1m", "The whole TLS handshake.");

  /** EHLO, STARTTLS, AUTH, MAIL, RCPT, RSET: the whole reply. */
  public static final SettingKey<Duration> COMMAND_TIMEOUT =
      timeout(
          "postern.smtp.timeout.command",
          "5m",
          "The whole reply to EHLO, STARTTLS, AUTH, MAIL, RCPT or RSET.");

  /** DATA. */
  public static final SettingKey<Duration> DATA_TIMEOUT =
      timeout("postern.smtp.timeout.data", "2m", "The reply to DATA.");

  /** Each write of the body. */
  public static final SettingKey<Duration> BODY_TIMEOUT =
      timeout("postern.smtp.timeout.body", "3m", "Each block of the message that is written.");

  /** After the final dot. */
  public static final SettingKey<Duration> FINAL_DOT_TIMEOUT =
      timeout(
          "postern.smtp.timeout.final_dot",
          "10m",
          "The reply to the end of the message. Below ten minutes duplicates become likely (RFC "
              + "5321 section 4.5.3.2.6).");

  /** Connections at the same time. */
  public static final SettingKey<Integer> POOL_CONNECTIONS =
      SettingKey.integer("postern.pool.max_connections", 1, 1000)
          .withDefault("3")
          .describedAs(
              "Connections to the mail server at the same time, of each process: several nodes"
                  + " share what the server allows. Microsoft 365 allows 3.");

  /** How long an idle connection is kept. */
  public static final SettingKey<Duration> POOL_IDLE =
      SettingKey.duration("postern.pool.max_idle", Duration.ZERO, Duration.ofHours(1))
          .withDefault("30s")
          .describedAs("How long an idle connection is kept for reuse; 0s: none is.");

  /** How long any connection is kept. */
  public static final SettingKey<Duration> POOL_AGE =
      SettingKey.duration("postern.pool.max_age", Duration.ofSeconds(1), Duration.ofDays(1))
          .withDefault("10m")
          .describedAs("The age at which a connection is not used for a further mail.");

  /** Messages on one connection. */
  public static final SettingKey<Integer> POOL_MESSAGES =
      SettingKey.integer("postern.pool.max_messages", 1, 1_000_000)
          .withDefault("100")
          .describedAs("Mails on one connection before a new one is opened.");

  /** How long a send waits for a free connection. */
  public static final SettingKey<Duration> POOL_WAIT =
      SettingKey.duration("postern.pool.max_wait", Duration.ofMillis(1), Duration.ofHours(1))
          .withDefault("5m")
          .describedAs("How long a send waits for a free connection before it is deferred.");

  private static final List<SettingKey<?>> OWN =
      List.of(
          OAUTH_AUTHENTICATION,
          SMTP_AUTHENTICATION,
          SSL_ENABLED,
          HOST,
          PORT,
          USER,
          PROVIDER,
          TENANT,
          SCHEME,
          FROM,
          TLS_MODE,
          EHLO_NAME,
          MAX_RECIPIENTS,
          MESSAGES_PER_MINUTE,
          RECIPIENTS_PER_DAY,
          CONNECT_TIMEOUT,
          GREETING_TIMEOUT,
          TLS_TIMEOUT,
          COMMAND_TIMEOUT,
          DATA_TIMEOUT,
          BODY_TIMEOUT,
          FINAL_DOT_TIMEOUT,
          POOL_CONNECTIONS,
          POOL_IDLE,
          POOL_AGE,
          POOL_MESSAGES,
          POOL_WAIT);

  private CoreKeys() {}

  /** All of them, in the order of this page, and those of test installations. */
  public static List<SettingKey<?>> all() {
    return Stream.concat(OWN.stream(), ModeKeys.all().stream()).toList();
  }

  private static SettingKey<Duration> timeout(String name, String normal, String meaning) {
    return SettingKey.duration(name, Duration.ofMillis(10), Duration.ofHours(1))
        .withDefault(normal)
        .describedAs("Time limit: " + meaning);
  }
}
