package org.postern.triggers.internal.run;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells by a name whether what it names is a secret that no script and no log may have. */
public final class SecretNames {

  /** Within names of properties and options, whoever's they are. */
  private static final Pattern SECRET =
      Pattern.compile("passw|passphrase|pwd|secret|token(?!endpoint)|credential|privatekey|apikey");

  private SecretNames() {}

  /** True for the name of a secret, however its words are set apart. */
  public static boolean match(String name) {
    return SECRET.matcher(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")).find();
  }
}
