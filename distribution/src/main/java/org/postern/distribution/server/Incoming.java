package org.postern.distribution.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.relay.Inlet;
import org.postern.relay.ListenerKeys;
import org.postern.relay.ListenerSettings;
import org.postern.relay.SmtpListener;

/**
 * The listeners that run.
 *
 * @param listener of these
 * @param plan what they were made by: listeners of an equal plan need not be made anew
 */
record Incoming(SmtpListener listener, List<Object> plan) {

  private static final int TRIES = 100;
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** Listens. */
  static Incoming start(Loaded loaded, Path folder, Inlet inlet) throws IOException {
    return new Incoming(
        SmtpListener.start(ListenerSettings.of(loaded.settings(), folder), inlet), plan(loaded));
  }

  /** As {@link #start}, where others may need a moment yet to let go of the addresses. */
  static Incoming startWhenFree(Loaded loaded, Path folder, Inlet inlet) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return start(loaded, folder, inlet);
      } catch (IOException taken) {
        if (attempt == TRIES) {
          throw taken;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Where it listens, for people. */
  List<String> addresses() {
    return listener.addresses().stream().map(Incoming::shown).toList();
  }

  /** All that the listeners depend on: values, and the state of the files that they name. */
  static List<Object> plan(Loaded loaded) {
    SettingValues values = loaded.settings().values();
    List<Object> plan = new ArrayList<>();
    List<SettingKey<?>> keys = new ArrayList<>(ListenerKeys.all());
    keys.addAll(List.of(CoreKeys.EHLO_NAME, CoreKeys.FROM, CoreKeys.USER));
    keys.forEach(key -> plan.add(values.find(key)));
    plan.add(values.members(ListenerKeys.LISTENER));
    plan.add(values.members(ListenerKeys.SENDER));
    values.find(ListenerKeys.CERTIFICATE).map(ChangedFiles::stamp).ifPresent(plan::add);
    values.find(ListenerKeys.KEY).map(ChangedFiles::stamp).ifPresent(plan::add);
    return plan;
  }

  /** An address for people: an IPv6 one in brackets. */
  static String shown(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
