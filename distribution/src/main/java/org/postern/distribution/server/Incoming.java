package org.postern.distribution.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.core.vitals.Ending;
import org.postern.distribution.output.ShownAddress;
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
    return listener.addresses().stream().map(ShownAddress::of).toList();
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
}
