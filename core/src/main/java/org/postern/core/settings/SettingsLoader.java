package org.postern.core.settings;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * Reads {@code is.properties} and {@code security.properties} as the origin product's
 * administrators have them, plus the {@code postern.*} keys in either. Not thread safe.
 */
public final class SettingsLoader {

  /**
   * A loader.
   *
   * @param schemes the auth schemes that may be chosen, normally {@code AuthStrategies.schemes()}
   * @param furtherKeys keys of the host application that may stand in the files too, such as the
   *     path of its key ring
   */
  public SettingsLoader(
      Collection<? extends AuthScheme> schemes, Collection<SettingKey<?>> furtherKeys) {
    throw new UnsupportedOperationException("skeleton");
  }

  /**
   * Reads both files; nothing is written.
   *
   * @param folder holds {@code is.properties} and {@code security.properties}; the second may be
   *     absent where the chosen mode needs nothing from it
   * @param decoder decodes secrets
   * @throws SettingsException with every problem of both files
   */
  public MailSettings load(Path folder, SecretDecoder decoder) {
    throw new UnsupportedOperationException("skeleton");
  }

  /**
   * One value of a further key before anything else is read: where the key ring is, for instance.
   */
  public <T> java.util.Optional<T> peek(Path folder, SettingKey<T> key) {
    throw new UnsupportedOperationException("skeleton");
  }

  /** All keys known to this loader, sorted by name. */
  public List<SettingKey<?>> keys() {
    throw new UnsupportedOperationException("skeleton");
  }
}
