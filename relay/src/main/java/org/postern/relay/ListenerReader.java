package org.postern.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.core.settings.UnusableValueException;
import org.postern.core.smtp.MailAddress;
import org.postern.core.vitals.Ending;
import org.postern.relay.internal.listen.Network;
import org.postern.relay.internal.listen.Rewriting;
import org.postern.relay.internal.listen.Rules;
import org.postern.relay.internal.listen.Senders;

/** Makes the rules of all listeners of the settings. One thread, one use. */
final class ListenerReader {

  private static final String PREFIX = "postern.relay.listener.";
  private static final String NONE = "none";

  private final MailSettings settings;
  private final SettingValues values;
  private final Complaints complaints;
  private final Supplier<Map<String, MailAddress>> users;
  private final ListenerCertificates certificates;

  ListenerReader(MailSettings settings, Path folder, Complaints complaints) {
    this.settings = settings;
    this.values = settings.values();
    this.complaints = complaints;
    this.users = complaints.ask(this::senders);
    this.certificates = new ListenerCertificates(values, folder, complaints);
  }

  /** Goes through all of them, whatever is wrong with one. */
  List<Rules> read() {
    Supplier<List<InetSocketAddress>> local = complaints.ask(this::listen);
    List<Supplier<Rules>> all = new ArrayList<>();
    complaints.rule(
        () -> {
          if (!values.get(ListenerKeys.LISTEN).equals(NONE)) {
            all.add(complaints.ask(() -> local(local)));
          }
        });
    for (String name : names()) {
      all.add(complaints.ask(() -> named(ListenerRules.named(name, values, complaints))));
    }
    if (local.get().isEmpty() && values.names(ListenerKeys.LISTENER).isEmpty()) {
      complaints.add(
          ListenerKeys.LISTEN.name(),
          "is none, and there is no other listener",
          "name an address and port, such as 127.0.0.1:2525");
    }
    return all.stream().map(Supplier::get).filter(rules -> !rules.addresses().isEmpty()).toList();
  }

  /** When the certificates end that were read. */
  List<Ending> endings() {
    return certificates.endings();
  }

  /** The rules of programs on this host. */
  Rules local() {
    return local(List::of);
  }

  private Rules local(Supplier<List<InetSocketAddress>> addresses) {
    return rules(ListenerRules.local(complaints), InetAddress::getLoopbackAddress, addresses);
  }

  /** The addresses of this host itself. */
  List<InetSocketAddress> listen() {
    String text = values.get(ListenerKeys.LISTEN);
    if (text.equals(NONE)) {
      return List.of();
    }
    List<InetSocketAddress> addresses = new ArrayList<>();
    String[] parts = text.split("[,\\s]+");
    for (String part : parts) {
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
    if (addresses.size() < parts.length) {
      throw new UnusableValueException(ListenerKeys.LISTEN.name());
    }
    return addresses;
  }

  /** The names of all listeners that have rules of their own. */
  private SortedSet<String> names() {
    SortedSet<String> all = new TreeSet<>();
    for (String member : values.names(ListenerKeys.LISTENER)) {
      int dot = member.indexOf('.');
      if (dot <= 0 || !ListenerRules.NAMES.contains(member.substring(dot + 1))) {
        complaints.add(
            PREFIX + member,
            "is no rule of a listener",
            "write "
                + PREFIX
                + "<name>.<rule>; rules are "
                + String.join(", ", ListenerRules.NAMES));
      } else {
        all.add(member.substring(0, dot));
      }
    }
    return all;
  }

  private Rules named(ListenerRules given) {
    Supplier<InetAddress> address = complaints.ask(given::address);
    Supplier<Integer> port = complaints.ask(given::port);
    return rules(given, address, () -> List.of(new InetSocketAddress(address.get(), port.get())));
  }

  /**
   * Each value is asked for by itself, so that one which is refused hides no other.
   *
   * @param from where clients may reach it
   */
  private Rules rules(
      ListenerRules given,
      Supplier<InetAddress> from,
      Supplier<List<InetSocketAddress>> addresses) {
    Supplier<Rules.TlsUse> tls = complaints.ask(given::tls);
    Supplier<Rules.AuthUse> auth = complaints.ask(given::auth);
    Supplier<List<Network>> allow = complaints.ask(given::allow);
    complaints.rule(() -> given.checkNotOpen(from.get(), auth.get(), allow.get()));
    Supplier<Optional<SSLContext>> certificate =
        complaints.ask(() -> certificates.of(given, tls.get()));
    Supplier<Boolean> loginInClear = complaints.ask(given::loginInClear);
    Supplier<Set<String>> allowed = complaints.ask(given::senders);
    Supplier<Rewriting> rewriting = complaints.ask(() -> rewriting(given));
    Supplier<Boolean> bareAddresses = complaints.ask(given::bareAddresses);
    Supplier<Optional<Long>> maxSize = complaints.ask(given::maxSize);
    return new Rules(
        given.name(),
        addresses.get(),
        hostname(),
        tls.get(),
        certificate.get(),
        allow.get(),
        auth.get(),
        loginInClear.get(),
        new Senders(allowed.get()),
        rewriting.get(),
        bareAddresses.get(),
        values.find(ListenerKeys.POSTMASTER),
        maxSize.get().orElseGet(() -> values.get(ListenerKeys.MAX_SIZE)),
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
    Supplier<RewriteSender> use =
        complaints.ask(
            () -> given.rewriteSender().orElseGet(() -> values.get(ListenerKeys.REWRITE_SENDER)));
    Supplier<Optional<MailAddress>> own = complaints.ask(given::sender);
    if (use.get() == RewriteSender.NONE) {
      own.get()
          .ifPresent(
              unused ->
                  complaints.add(
                      given.key("sender"),
                      "has no effect, since no sender is rewritten",
                      "set " + given.key("rewrite_sender") + " to envelope or account"));
      return Rewriting.NONE;
    }
    Optional<MailAddress> account = own.get().or(settings::from);
    if (account.isEmpty()) {
      throw complaints.refused(
          given.rewriteSender().isPresent()
              ? given.key("rewrite_sender")
              : ListenerKeys.REWRITE_SENDER.name(),
          "has no address to rewrite to",
          "set " + CoreKeys.FROM + " or " + CoreKeys.USER + " to the address of the account");
    }
    return new Rewriting(use.get() == RewriteSender.ACCOUNT, account, users.get());
  }

  private Map<String, MailAddress> senders() {
    Map<String, Supplier<MailAddress>> read = new LinkedHashMap<>();
    for (String user : values.names(ListenerKeys.SENDER)) {
      SettingKey<String> key = ListenerKeys.SENDER.member(user);
      read.put(
          user,
          complaints.ask(() -> ListenerRules.address(key.name(), values.get(key), complaints)));
    }
    Map<String, MailAddress> senders = new LinkedHashMap<>();
    read.forEach((user, address) -> senders.put(user, address.get()));
    return senders;
  }
}
