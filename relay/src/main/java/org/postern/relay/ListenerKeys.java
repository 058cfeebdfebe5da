package org.postern.relay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;
import org.postern.core.smtp.MailAddress;

/** The settings of the listeners; relative paths count from the folder of the settings. */
public final class ListenerKeys {

  /** Where it listens by default. */
  public static final SettingKey<String> LISTEN =
      SettingKey.text("postern.relay.listen")
          .withDefault("127.0.0.1:2525, [::1]:2525")
          .describedAs(
              "Where mail is taken by SMTP from programs on this host: addresses of this host itself"
                  + " with ports, separated by commas, or none. Listeners that others reach, or that"
                  + " have rules of their own, are postern.relay.listener.<name>.…");

  /** Listeners with rules of their own. */
  public static final SettingKey<String> LISTENER =
      SettingKey.family("postern.relay.listener.")
          .describedAs(
              "A listener of its own and its rules, <name> being <listener>.<rule>, such as"
                  + " postern.relay.listener.devices.port. Rules: address (default 127.0.0.1; * for"
                  + " all), port (default 2525), tls (none, starttls, starttls-required, implicit),"
                  + " allow (networks such as 192.0.2.0/24, separated by commas; default: all), auth"
                  + " (none, optional, required), auth_without_tls (true, false), senders (addresses,"
                  + " and domains as example.com or @example.com, that may be used; default: all), max_size, rewrite_sender, sender,"
                  + " bare_addresses (true: MAIL FROM and RCPT TO may come without <>, as some old"
                  + " devices send them), certificate, key. A listener beyond this host needs auth=required or allow.");

  /** Our name. */
  public static final SettingKey<String> HOSTNAME =
      SettingKey.of("postern.relay.hostname", "host", ListenerKeys::hostname)
          .describedAs(
              "The name that the relay gives itself in its greeting and in Received; default:"
                  + " postern.smtp.ehlo_name, or else localhost.");

  /** The users' file. */
  public static final SettingKey<Path> USERS =
      SettingKey.path("postern.relay.users")
          .withDefault("relay-users")
          .describedAs(
              "The file of the users that may log in to the relay; `postern relay user` writes it."
                  + " It holds salted hashes, no passwords.");

  /** The server certificate. */
  public static final SettingKey<Path> CERTIFICATE =
      SettingKey.path("postern.relay.certificate")
          .describedAs(
              "The relay's certificate: a PEM file with its chain, the own one first, or a PKCS#12"
                  + " file that holds the key too.");

  /** Its key. */
  public static final SettingKey<Path> KEY =
      SettingKey.path("postern.relay.key")
          .describedAs("The PEM file (PKCS#8, not encrypted) with the key of the certificate.");

  /** The password of a PKCS#12. */
  public static final SettingKey<Secret> CERTIFICATE_PASSWORD =
      SettingKey.secret("postern.relay.certificate_password")
          .describedAs("The password of the PKCS#12 file that is the certificate.");

  /** Whose name mail leaves under. */
  public static final SettingKey<RewriteSender> REWRITE_SENDER =
      SettingKey.choice("postern.relay.rewrite_sender", RewriteSender.class)
          .withDefault("none")
          .describedAs(
              "Under which sender mail leaves. none: that of the client. envelope: MAIL FROM becomes"
                  + " the account (postern.mail.from or mksis.logging.email.from), the header stays."
                  + " account: From of the header becomes the account too, with the author's name; the"
                  + " author's address goes to Reply-To where there is none. Providers such as Microsoft 365"
                  + " refuse mail of any other sender than the account.");

  /** Senders of their own for local users. */
  public static final SettingKey<String> SENDER =
      SettingKey.family("postern.relay.sender.")
          .describedAs(
              "The sender under which mail of this local user leaves, in place of the account, where"
                  + " postern.relay.rewrite_sender says so.");

  /** Who reads mail to postmaster. */
  public static final SettingKey<MailAddress> POSTMASTER =
      SettingKey.of("postern.relay.postmaster", "address", ListenerKeys::address)
          .describedAs(
              "Who gets mail to <postmaster> without a domain, which RFC 5321 wants to be taken;"
                  + " absent: it is refused with 550.");

  /** How large a mail may be. */
  public static final SettingKey<Long> MAX_SIZE =
      SettingKey.of("postern.relay.max_size", "size, 1k to 2g", ListenerKeys::size)
          .withDefault("50m")
          .describedAs("The size of the largest mail that is taken: a number and k, m or g.");

  /** How many recipients. */
  public static final SettingKey<Integer> MAX_RECIPIENTS =
      SettingKey.integer("postern.relay.max_recipients", 100, 100_000)
          .withDefault("1000")
          .describedAs("Recipients of one mail; clients send to the rest in another one.");

  /** Connections. */
  public static final SettingKey<Integer> MAX_CONNECTIONS =
      SettingKey.integer("postern.relay.max_connections", 1, 100_000)
          .withDefault("1000")
          .describedAs(
              "Connections to the relay at the same time; beyond, the one that is idle longest ends.");

  /** Connections of one address. */
  public static final SettingKey<Integer> MAX_CONNECTIONS_PER_ADDRESS =
      SettingKey.integer("postern.relay.max_connections_per_address", 1, 100_000)
          .withDefault("250")
          .describedAs(
              "As postern.relay.max_connections, for the connections of one address; of IPv6, of one"
                  + " network of 64 bits.");

  /** Idle clients. */
  public static final SettingKey<Duration> IDLE_TIMEOUT =
      SettingKey.duration("postern.relay.timeout.idle", Duration.ofSeconds(1), Duration.ofHours(1))
          .withDefault("5m")
          .describedAs(
              "How long a client may keep silent, and how far a mail may fall behind 500 bytes a"
                  + " second.");

  /** Old connections. */
  public static final SettingKey<Duration> SESSION_TIMEOUT =
      SettingKey.duration(
              "postern.relay.timeout.session", Duration.ofSeconds(1), Duration.ofDays(7))
          .withDefault("1h")
          .describedAs(
              "After this time a connection gets no further mail, and no further chunk of one (BDAT).");

  /** Errors. */
  public static final SettingKey<Integer> MAX_ERRORS =
      SettingKey.integer("postern.relay.max_errors", 1, 10_000)
          .withDefault("20")
          .describedAs("After so many refused commands a connection ends.");

  private ListenerKeys() {}

  /** All of them. */
  public static List<SettingKey<?>> all() {
    return List.of(
        LISTEN,
        LISTENER,
        HOSTNAME,
        USERS,
        CERTIFICATE,
        KEY,
        CERTIFICATE_PASSWORD,
        REWRITE_SENDER,
        SENDER,
        POSTMASTER,
        MAX_SIZE,
        MAX_RECIPIENTS,
        MAX_CONNECTIONS,
        MAX_CONNECTIONS_PER_ADDRESS,
        IDLE_TIMEOUT,
        SESSION_TIMEOUT,
        MAX_ERRORS);
  }

  private static String hostname(String text) {
    if (!text.matches("(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")) {
      throw SettingKey.invalid(text, "not a host name", "write it as relay.example.com");
    }
    return text;
  }

  private static MailAddress address(String text) {
    try {
      return MailAddress.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw SettingKey.invalid(
          text, "not an address (" + malformed.getMessage() + ")", "write it as app@example.com");
    }
  }

  static long size(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.matches("\\d{1,10} ?[kmg]")) {
      String number = lower.substring(0, lower.length() - 1).strip();
      long bytes =
          Long.parseLong(number) << 10 * (1 + "kmg".indexOf(lower.charAt(lower.length() - 1)));
      if (bytes >= 1024 && bytes <= 2L << 30) {
        return bytes;
      }
    }
    throw SettingKey.invalid(text, "not a size from 1k to 2g", "write it as 500k, 50m or 1g");
  }
}
