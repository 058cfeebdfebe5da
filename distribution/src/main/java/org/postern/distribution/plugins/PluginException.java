package org.postern.distribution.plugins;

/** A plug-in cannot be used. The message names its folder or jar, the cause and the remedy. */
public final class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PluginException(String message) {
    super(message);
  }

  PluginException(String message, Throwable cause) {
    super(message, cause);
  }
}
