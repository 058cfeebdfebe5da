package org.postern.triggers;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.triggers.host.HostProduct;
import org.postern.triggers.host.TriggerEvent;

/**
 * What to run.
 *
 * @param script the script's file, in UTF-8 (a byte-order mark is skipped); where it is not UTF-8,
 *     it is read as Windows-1252
 * @param host the product whose event it is
 * @param event the event
 * @param parameters the trigger's values for the parameters that the script declares, by name
 */
public record TriggerRun(
    Path script, HostProduct host, TriggerEvent event, Map<String, String> parameters) {

  public TriggerRun {
    parameters = Map.copyOf(parameters);
  }

  /** A run after a change, with the defaults of all parameters. */
  public static TriggerRun of(Path script, HostProduct host) {
    return new TriggerRun(script, host, TriggerEvent.POST, Map.of());
  }

  /** The same for another event. */
  public TriggerRun on(TriggerEvent other) {
    return new TriggerRun(script, host, other, parameters);
  }

  /** The same with one more parameter. */
  public TriggerRun with(String parameter, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(parameter, value);
    return new TriggerRun(script, host, event, more);
  }
}
