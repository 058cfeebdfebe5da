package org.postern.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.core.settings.UnusableValueException;
import org.postern.core.smtp.MailAddress;
import org.postern.relay.internal.listen.Network;
import org.postern.relay.internal.listen.Rules;

/** The rules given for one listener, read one by one; what is wrong goes to the complaints. */
final class ListenerRules {

  static final List<String> NAMES =
      List.of(
          "address",
          "port",
          "tls",
          "allow",
          "auth",
          "auth_without_tls",
          "senders",
          "max_size",
          "rewrite_sender",
          "sender",
          "bare_addresses",
          "certificate",
          "key");

  private final String name;
  private final Function<String, Optional<String>> given;
  private final Complaints complaints;

  /**
   * Some rules.
   *
   * @param given the text of a rule, where there is one
   */
  private ListenerRules(
      String name, Function<String, Optional<String>> given, Complaints complaints) {
    this.name = name;
    this.given = given;
    this.complaints = complaints;
  }

  /** Those of the listener of this name. */
  static ListenerRules named(String name, SettingValues values, Complaints complaints) {
    return new ListenerRules(
        name, rule -> values.find(ListenerKeys.LISTENER.member(name + "." + rule)), complaints);
  }

  /** Those of postern.relay.listen, which has none of its own. */
  static ListenerRules local(Complaints complaints) {
    return new ListenerRules("", rule -> Optional.empty(), complaints);
  }

  String name() {
    return name;
  }

  /** The property of a rule. */
  String key(String rule) {
    return "postern.relay.listener." + name + "." + rule;
  }

  /** 127.0.0.1 where nothing else is said. */
  InetAddress address() {
    String text = given.apply("address").orElse("127.0.0.1");
    return text.equals("*")
        ? new InetSocketAddress(0).getAddress()
        : Network.literal(text)
            .orElseThrow(
                () ->
                    complaints.refused(
                        key("address"),
                        "\"" + text + "\" is no address in numbers",
                        "write an address of this host, such as 192.0.2.1, or * for all"));
  }

  int port() {
    return value(SettingKey.integer(key("port"), 0, 65535), "port").orElse(2525);
  }

  Rules.TlsUse tls() {
    return value(SettingKey.choice(key("tls"), Rules.TlsUse.class), "tls")
        .orElse(Rules.TlsUse.NONE);
  }

  Rules.AuthUse auth() {
    return value(SettingKey.choice(key("auth"), Rules.AuthUse.class), "auth")
        .orElse(Rules.AuthUse.NONE);
  }

  boolean loginInClear() {
    return value(SettingKey.bool(key("auth_without_tls")), "auth_without_tls").orElse(false);
  }

  boolean bareAddresses() {
    return value(SettingKey.bool(key("bare_addresses")), "bare_addresses").orElse(false);
  }

  Optional<Long> maxSize() {
    return value(SettingKey.of(key("max_size"), "size", ListenerKeys::size), "max_size");
  }

  Optional<RewriteSender> rewriteSender() {
    return value(SettingKey.choice(key("rewrite_sender"), RewriteSender.class), "rewrite_sender");
  }

  Optional<Path> path(String rule) {
    return value(SettingKey.path(key(rule)), rule);
  }

  Optional<MailAddress> sender() {
    return given.apply("sender").map(text -> address(key("sender"), text, complaints));
  }

  static MailAddress address(String key, String text, Complaints complaints) {
    try {
      return MailAddress.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw complaints.refused(
          key, String.valueOf(malformed.getMessage()), "write it as app@example.com");
    }
  }

  private <T> Optional<T> value(SettingKey<T> key, String rule) {
    try {
      return given.apply(rule).map(key::parse);
    } catch (IllegalArgumentException refused) {
      throw complaints.refused(key.name(), refused);
    }
  }

  List<Network> allow() {
    List<Network> networks = new ArrayList<>();
    List<String> texts = list("allow");
    for (String text : texts) {
      Optional<Network> network = Network.parse(text);
      network.ifPresent(networks::add);
      if (network.isEmpty()) {
        complaints.add(
            key("allow"),
            "\"" + text + "\" is no network",
            "write it as 192.0.2.0/24 or 2001:db8::/32, its bits beyond the prefix 0, or as one"
                + " address");
      }
    }
    return whole("allow", texts, networks);
  }

  /** In lower case; domains with an @ before them, however they are written. */
  Set<String> senders() {
    List<String> patterns = new ArrayList<>();
    List<String> texts = list("senders");
    for (String text : texts) {
      // a word without a dot is a user's name rather than a domain
      String pattern = text.contains("@") || !text.contains(".") ? text : "@" + text;
      String probe = pattern.startsWith("@") ? "x" + pattern : pattern;
      if (MailAddress.tryParse(probe).isPresent()) {
        patterns.add(pattern.toLowerCase(Locale.ROOT));
      } else {
        complaints.add(
            key("senders"),
            "\"" + text + "\" is neither an address nor a domain",
            "write them as app@example.com or example.com, separated by commas");
      }
    }
    return new LinkedHashSet<>(whole("senders", texts, patterns));
  }

  /** What was read, or nothing where some of it was complained of. */
  private <T> List<T> whole(String rule, List<String> texts, List<T> read) {
    if (read.size() < texts.size()) {
      throw new UnusableValueException(key(rule));
    }
    return read;
  }

  private List<String> list(String rule) {
    return Arrays.stream(given.apply(rule).orElse("").split("[,\\s]+"))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** Beyond this host: never an open relay by accident. */
  void checkNotOpen(InetAddress address, Rules.AuthUse auth, List<Network> allow) {
    boolean everybody = allow.isEmpty() || allow.stream().anyMatch(Network::isWorldwide);
    if (!address.isLoopbackAddress() && auth != Rules.AuthUse.REQUIRED && everybody) {
      complaints.add(
          given.apply("allow").isPresent() ? key("allow") : key("address"),
          "lets everybody who reaches this host send mail in your name (an open relay)",
          "set "
              + key("allow")
              + " to your networks, each at most a /8 (IPv6: /16), or "
              + key("auth")
              + "=required");
    }
  }
}
