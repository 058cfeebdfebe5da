package org.postern.triggers.internal.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.ScriptRuntime;
import org.postern.core.settings.Nearest;
import org.postern.triggers.host.HostSession;
import org.postern.triggers.internal.run.CurrentRun;
import org.slf4j.event.Level;

/** What scripts know as {@code bsf}: the way to the beans. One thread. */
public final class Bsf {

  private final Map<String, Object> ours = new HashMap<>();
  private final HostSession session;
  private final Set<Class<?>> hosts;

  /**
   * @param hosts where the classes of the host's own beans are noted
   */
  Bsf(Map<String, Object> ours, HostSession session, Set<Class<?>> hosts) {
    this.ours.putAll(ours);
    this.session = session;
    this.hosts = hosts;
  }

  /** The bean; null for one that this event does not have. */
  public @Nullable Object lookupBean(String name) {
    Object own = ours.get(name);
    if (own != null) {
      return own;
    }
    if (!session.beanNames().contains(name)) {
      throw unknown(name);
    }
    Optional<Object> bean = session.bean(name);
    if (bean.isEmpty()) {
      CurrentRun.get().log().platform(Level.DEBUG, name + " is null: this event does not have it");
      return null;
    }
    hosts.add(bean.get().getClass());
    return bean.get();
  }

  /** Makes an object of the script known by a name, for the rest of the run. */
  public void registerBean(String name, Object bean) {
    ours.put(name, bean);
  }

  /** Forgets what {@link #registerBean} made known. */
  public void unregisterBean(String name) {
    ours.remove(name);
  }

  private RuntimeException unknown(String name) {
    Set<String> known = new TreeSet<>(ours.keySet());
    known.addAll(session.beanNames());
    String meant = Nearest.hint(name, known, "there are " + String.join(", ", known));
    String message = "there is no bean " + name + "; " + meant;
    CurrentRun.get().log().platform(Level.WARN, Faults.here(message));
    return ScriptRuntime.constructError("TypeError", message);
  }
}
