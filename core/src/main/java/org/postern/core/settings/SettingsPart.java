package org.postern.core.settings;

/**
 * A part of a program with rules about its settings that no value shows by itself: about several of
 * them together, or about the files that they name. Handed to {@link SettingsLoader#load(
 * java.nio.file.Path, SecretDecoder, java.util.List)}, so that what it finds is told with all the
 * rest.
 */
@FunctionalInterface
public interface SettingsPart {

  /**
   * Looks, once, and leaves nothing behind. Others of these settings may have been refused. Asking
   * for one of those is an {@link UnusableValueException}, which this lets through, so that one
   * fault never brings a second one that is none; a part with several rules catches it around each.
   *
   * @param settings for this look alone: they may yet be refused
   * @throws SettingsException with all that is wrong
   */
  void check(MailSettings settings);
}
