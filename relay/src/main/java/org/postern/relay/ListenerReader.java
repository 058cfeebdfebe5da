package org.postern.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingValues;
import org.postern.core.smtp.MailAddress;
import org.postern.core.vitals.Ending;
import org.postern.relay.internal.listen.Network;
import org.postern.relay.internal.listen.Rewriting;
import org.postern.relay.internal.listen.Rules;
import org.postern.relay.internal.listen.Senders;

/** Makes the rules of all listeners of the settings. One thread, one use. */
final class ListenerReader {

  private static final String PREFIX = "postern.relay.listener.";

  private final MailSettings settings;
  private final SettingValues values;
  private final Path folder;
  private final Complaints complaints;
  private final Set<Ending> endings = new LinkedHashSet<>();

  ListenerReader(MailSettings settings, Path folder, Complaints complaints) {
    this.settings = settings;
    this.values = settings.values();
    this.folder = folder;
    this.complaints = complaints;
  }

  List<Rules> read() {
    List<Rules> all = new ArrayList<>();
    List<InetSocketAddress> local = listen();
    if (!local.isEmpty()) {
      all.add(rules(new ListenerRules("", Map.of(), complaints), local));
    }
    named().forEach((name, given) -> all.add(rules(new ListenerRules(name, given, complaints))));
    if (all.isEmpty() && complaints.isEmpty()) {
      complaints.add(
          ListenerKeys.LISTEN.name(),
          "is none, and there is no other listener",
          "name an address and port, such as 127.0.0.1:2525");
    }
    return all;
  }

  /** When the certificates end that were read. */
  List<Ending> endings() {
    return List.copyOf(endings);
  }

  /** The rules of programs on this host. */
  Rules local() {
    return rules(new ListenerRules("", Map.of(), complaints), List.of());
  }

  private List<InetSocketAddress> listen() {
    String text = values.get(ListenerKeys.LISTEN);
    if (text.equals("none")) {
      return List.of();
    }
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String part : text.split("[,\\s]+")) {
      int colon = part.lastIndexOf(':');
      Optional<InetAddress> address = Network.literal(colon < 0 ? part : part.substring(0, colon));
      String port = part.substring(colon + 1);
      if (address.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
        complaints.add(
            ListenerKeys.LISTEN.name(),
            "\"" + part + "\" is no address with a port",
            "write it as 127.0.0.1:2525 or [::1]:2525");
      } else if (!address.get().isLoopbackAddress()) {
        complaints.add(
            ListenerKeys.LISTEN.name(),
            "\"" + part + "\" is reached from beyond this host",
            "name 127.0.0.1 or [::1] here, and make it a listener with rules of its own: "
                + PREFIX
                + "<name>.address, .port and .allow or .auth=required");
      } else {
        addresses.add(new InetSocketAddress(address.get(), Integer.parseInt(port)));
      }
    }
    return addresses;
  }

  /** The rules given for each listener, by its name. */
  private Map<String, Map<String, String>> named() {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    values
        .members(ListenerKeys.LISTENER)
        .forEach(
            (member, value) -> {
              int dot = member.indexOf('.');
              if (dot <= 0 || !ListenerRules.NAMES.contains(member.substring(dot + 1))) {
                complaints.add(
                    PREFIX + member,
                    "is no rule of a listener",
                    "write "
                        + PREFIX
                        + "<name>.<rule>; rules are "
                        + String.join(", ", ListenerRules.NAMES));
                return;
              }
              all.computeIfAbsent(member.substring(0, dot), name -> new LinkedHashMap<>())
                  .put(member.substring(dot + 1), value);
            });
    return all;
  }

  private Rules rules(ListenerRules given) {
    return rules(given, List.of(given.address()));
  }

  private Rules rules(ListenerRules given, List<InetSocketAddress> addresses) {
    Rules.TlsUse tls = given.tls();
    Rules.AuthUse auth = given.auth();
    List<Network> allow = given.allow();
    boolean local = addresses.stream().allMatch(a -> a.getAddress().isLoopbackAddress());
    if (!local) {
      given.checkNotOpen(auth, allow);
    }
    Optional<SSLContext> certificate =
        tls == Rules.TlsUse.NONE ? Optional.empty() : certificate(given);
    return new Rules(
        given.name(),
        addresses,
        hostname(),
        tls,
        certificate,
        allow,
        auth,
        given.loginInClear(),
        new Senders(given.senders()),
        rewriting(given),
        given.maxSize().orElseGet(() -> values.get(ListenerKeys.MAX_SIZE)),
        values.get(ListenerKeys.MAX_RECIPIENTS),
        values.get(ListenerKeys.IDLE_TIMEOUT),
        values.get(ListenerKeys.SESSION_TIMEOUT),
        values.get(ListenerKeys.MAX_ERRORS));
  }

  private String hostname() {
    return values
        .find(ListenerKeys.HOSTNAME)
        .or(() -> values.find(CoreKeys.EHLO_NAME))
        .orElse("localhost");
  }

  private Rewriting rewriting(ListenerRules given) {
    RewriteSender use =
        given.rewriteSender().orElseGet(() -> values.get(ListenerKeys.REWRITE_SENDER));
    Optional<MailAddress> own = given.sender();
    Map<String, MailAddress> users = senders();
    if (use == RewriteSender.NONE) {
      own.ifPresent(
          unused ->
              complaints.add(
                  given.key("sender"),
                  "has no effect, since no sender is rewritten",
                  "set " + given.key("rewrite_sender") + " to envelope or account"));
      return Rewriting.NONE;
    }
    Optional<MailAddress> account = own.or(settings::from);
    if (account.isEmpty()) {
      complaints.add(
          given.rewriteSender().isPresent()
              ? given.key("rewrite_sender")
              : ListenerKeys.REWRITE_SENDER.name(),
          "has no address to rewrite to",
          "set " + CoreKeys.FROM + " or " + CoreKeys.USER + " to the address of the account");
    }
    return new Rewriting(use == RewriteSender.ACCOUNT, account, users);
  }

  private Map<String, MailAddress> senders() {
    Map<String, MailAddress> senders = new LinkedHashMap<>();
    values
        .members(ListenerKeys.SENDER)
        .forEach(
            (user, address) ->
                ListenerRules.address("postern.relay.sender." + user, address, complaints)
                    .ifPresent(sender -> senders.put(user, sender)));
    return senders;
  }

  private Optional<SSLContext> certificate(ListenerRules given) {
    Optional<Path> own = given.path("certificate");
    Optional<Path> certificate = own.or(() -> values.find(ListenerKeys.CERTIFICATE));
    Optional<Path> key = own.isPresent() ? given.path("key") : values.find(ListenerKeys.KEY);
    String setting = own.isPresent() ? given.key("certificate") : ListenerKeys.CERTIFICATE.name();
    if (certificate.isEmpty()) {
      complaints.add(
          given.key("tls"),
          "needs a certificate",
          "set " + ListenerKeys.CERTIFICATE + " and " + ListenerKeys.KEY + ", or tls=none");
      return Optional.empty();
    }
    try {
      Path file = folder.resolve(certificate.get());
      ServerCertificate read =
          ServerCertificate.read(
              file, key.map(folder::resolve), values.find(ListenerKeys.CERTIFICATE_PASSWORD));
      endings.add(
          new Ending(
              "listener's certificate "
                  + (file.startsWith(folder) ? folder.relativize(file) : file),
              read.own().getNotAfter().toInstant(),
              "put a new one into " + file + ", then `postern reload`"));
      return Optional.of(read.context());
    } catch (IllegalArgumentException unusable) {
      complaints.add(setting, unusable);
      return Optional.empty();
    }
  }
}
