package org.postern.distribution.cli;

import java.util.ArrayList;
import java.util.List;
import org.postern.core.settings.Provider;
import org.postern.core.settings.SettingKey;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.wiring.Configuration;

/** The logins that can be set up for a provider: grants of OAuth, and a password. */
final class Logins {

  static final String PASSWORD = "password";

  private Logins() {}

  /** What the provider takes and this installation knows, the usual one first. */
  static List<String> of(Provider chosen, Configuration configuration) {
    List<String> logins = new ArrayList<>();
    for (SettingKey<?> key : configuration.keys(Plugins.none())) {
      if (key.name().equals("postern.oauth.grant")) {
        chosen.grants().stream().filter(grant -> takes(key, grant)).forEach(logins::add);
      }
    }
    if (chosen.login() != Provider.Login.OAUTH) {
      logins.add(PASSWORD);
    }
    if (logins.isEmpty()) {
      throw CommandFailure.usage(
          chosen + " wants " + String.join(", ", chosen.grants()) + ", which is not known here");
    }
    return logins;
  }

  private static boolean takes(SettingKey<?> key, String value) {
    try {
      key.parse(value);
      return true;
    } catch (IllegalArgumentException unknown) {
      return false;
    }
  }

  /** This one, or what is wrong with it. */
  static String oneOf(String text, List<String> allowed) {
    if (!allowed.contains(text)) {
      throw SettingKey.invalid(text, "none of " + String.join(", ", allowed), "choose one of them");
    }
    return text;
  }
}
