package org.postern.triggers.host;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The host product's server as scripts are told.
 *
 * @param hostname its host name
 * @param port its port, 1 to 65535
 * @param url its base URL, without a slash at its end
 * @param installDirectory where it is installed
 * @param triggerName name of the trigger; empty: the script's name is used
 * @param eventName name of the event; empty: that of {@link TriggerEvent}
 */
public record HostEnvironment(
    String hostname,
    int port,
    String url,
    Path installDirectory,
    Optional<String> triggerName,
    Optional<String> eventName) {}
