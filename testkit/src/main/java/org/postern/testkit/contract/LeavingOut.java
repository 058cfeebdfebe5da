package org.postern.testkit.contract;

import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingKey;

/** Passes all settings on but one. */
record LeavingOut(MailSettings.Builder target, String leftOut) implements MailSettings.Builder {

  @Override
  public <T> MailSettings.Builder set(SettingKey<T> key, T value) {
    if (!key.name().equals(leftOut)) {
      target.set(key, value);
    }
    return this;
  }

  @Override
  public MailSettings build() {
    return target.build();
  }
}
