package org.postern.distribution.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.core.vitals.Ending;
import org.postern.relay.Inlet;
import org.postern.relay.ListenerKeys;
import org.postern.relay.ListenerSettings;
import org.postern.relay.SmtpListener;

/**
 * The listeners that run.
 *
 * @param listener of these
 * @param endings of their certificates
 * @param plan what they were made by: listeners of an equal plan need not be made anew
 */
record Incoming(SmtpListener listener, List<Object> plan, List<Ending> endings) {

  /** Groups of zeros that stand together in an IPv6 address, with the colons at their ends. */
  private static final Pattern ZEROS = Pattern.compile("(^|:)0(:0)+(:|$)");

  /** Listens. */
  static Incoming start(Loaded loaded, Path folder, Inlet inlet) throws IOException {
    ListenerSettings settings = ListenerSettings.of(loaded.settings(), folder);
    return new Incoming(
        SmtpListener.start(settings, inlet), plan(loaded, folder), settings.endings());
  }

  /** The same listeners by newer settings; where those cannot be had, all stays as it was. */
  Incoming changedTo(Loaded fresh, Path folder) throws IOException {
    ListenerSettings settings = ListenerSettings.of(fresh.settings(), folder);
    listener.apply(settings);
    return new Incoming(listener, plan(fresh, folder), settings.endings());
  }

  /** Where it listens, for people. */
  List<String> addresses() {
    return listener.addresses().stream().map(Incoming::shown).toList();
  }

  /** All that the listeners depend on: values, and the state of the files that they name. */
  static List<Object> plan(Loaded loaded, Path folder) {
    SettingValues values = loaded.settings().values();
    List<Object> plan = new ArrayList<>();
    List<SettingKey<?>> keys = new ArrayList<>(ListenerKeys.all());
    keys.addAll(List.of(CoreKeys.EHLO_NAME, CoreKeys.FROM, CoreKeys.USER));
    keys.forEach(key -> plan.add(values.find(key)));
    values
        .members(ListenerKeys.LISTENER)
        .forEach(
            (rule, value) -> {
              plan.add(rule + "=" + value);
              if (rule.endsWith(".certificate") || rule.endsWith(".key")) {
                plan.add(ChangedFiles.stamp(folder.resolve(value)));
              }
            });
    plan.add(values.members(ListenerKeys.SENDER));
    values.find(ListenerKeys.CERTIFICATE).map(ChangedFiles::stamp).ifPresent(plan::add);
    values.find(ListenerKeys.KEY).map(ChangedFiles::stamp).ifPresent(plan::add);
    return plan;
  }

  /**
   * An address for people, as settings have it: {@code *} for all of this host, an IPv6 one in
   * brackets and in short (RFC 5952).
   */
  static String shown(InetSocketAddress address) {
    return host(address.getAddress()) + ":" + address.getPort();
  }

  private static String host(InetAddress address) {
    if (address.isAnyLocalAddress()) {
      return "*";
    }
    String host = address.getHostAddress();
    if (!host.contains(":")) {
      return host;
    }
    String longest =
        ZEROS
            .matcher(host)
            .results()
            .map(MatchResult::group)
            .max(Comparator.comparingInt(String::length))
            .orElse("");
    return "[" + (longest.isEmpty() ? host : host.replaceFirst(longest, "::")) + "]";
  }
}
