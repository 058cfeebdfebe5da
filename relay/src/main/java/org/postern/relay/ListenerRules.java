package org.postern.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.core.settings.SettingKey;
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
          "certificate",
          "key");

  private final String name;
  private final Map<String, String> given;
  private final Complaints complaints;

  /**
   * Some rules.
   *
   * @param name "" for the listener of postern.relay.listen, which has none of its own
   */
  ListenerRules(String name, Map<String, String> given, Complaints complaints) {
    this.name = name;
    this.given = given;
    this.complaints = complaints;
  }

  String name() {
    return name;
  }

  /** The property of a rule. */
  String key(String rule) {
    return "postern.relay.listener." + name + "." + rule;
  }

  /** 127.0.0.1:2525 where nothing else is said. */
  InetSocketAddress address() {
    int port = value(SettingKey.integer(key("port"), 0, 65535), "port").orElse(2525);
    String text = given.getOrDefault("address", "127.0.0.1");
    if (text.equals("*")) {
      return new InetSocketAddress(port);
    }
    Optional<InetAddress> address = Network.literal(text);
    if (address.isEmpty()) {
      complaints.add(
          key("address"),
          "\"" + text + "\" is no address in numbers",
          "write an address of this host, such as 192.0.2.1, or * for all");
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
    return new InetSocketAddress(address.get(), port);
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
    return Optional.ofNullable(given.get("sender"))
        .flatMap(text -> address(key("sender"), text, complaints));
  }

  static Optional<MailAddress> address(String key, String text, Complaints complaints) {
    try {
      return Optional.of(MailAddress.parse(text));
    } catch (IllegalArgumentException malformed) {
      complaints.add(key, String.valueOf(malformed.getMessage()), "write it as app@example.com");
      return Optional.empty();
    }
  }

  private <T> Optional<T> value(SettingKey<T> key, String rule) {
    try {
      return Optional.ofNullable(given.get(rule)).map(key::parse);
    } catch (IllegalArgumentException refused) {
      complaints.add(key.name(), refused);
      return Optional.empty();
    }
  }

  List<Network> allow() {
    List<Network> networks = new ArrayList<>();
    for (String text : list("allow")) {
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
    return networks;
  }

  /** In lower case. */
  Set<String> senders() {
    Set<String> patterns = new LinkedHashSet<>();
    for (String text : list("senders")) {
      String probe = text.startsWith("@") ? "x" + text : text;
      if (MailAddress.tryParse(probe).isEmpty()) {
        complaints.add(
            key("senders"),
            "\"" + text + "\" is neither an address nor a domain",
            "write them as app@example.com or @example.com, separated by commas");
      }
      patterns.add(text.toLowerCase(Locale.ROOT));
    }
    return patterns;
  }

  private List<String> list(String rule) {
    return Arrays.stream(given.getOrDefault(rule, "").split("[,\\s]+"))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** Beyond this host: never an open relay by accident. */
  void checkNotOpen(Rules.AuthUse auth, List<Network> allow) {
    boolean everybody = list("allow").isEmpty() || allow.stream().anyMatch(Network::isEverybody);
    if (auth != Rules.AuthUse.REQUIRED && everybody) {
      complaints.add(
          given.containsKey("allow") ? key("allow") : key("address"),
          "lets everybody who reaches this host send mail in your name (an open relay)",
          "set " + key("allow") + " to your networks, or " + key("auth") + "=required");
    }
  }
}
