package org.postern.auth.basic;

import java.util.List;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;

/** The settings of scheme {@code basic}. */
public final class BasicKeys {

  /** The user name: {@link CoreKeys#USER}, which this scheme cannot do without. */
  public static final SettingKey<String> USER = CoreKeys.USER.asRequired();

  /** The password. */
  public static final SettingKey<Secret> PASSWORD =
      SettingKey.secret("mksis.logging.emailfrom.password")
          .in(SettingKey.Home.IS)
          .asRequired()
          .describedAs(
              "The sender's password at the mail server; encrypt it by `postern encrypt`.");

  /** The SASL mechanisms, the preferred one first. */
  public static final SettingKey<List<String>> MECHANISMS =
      SettingKey.list(
              "postern.basic.mechanisms", List.of("SCRAM-SHA-256", "CRAM-MD5", "PLAIN", "LOGIN"))
          .withDefault("SCRAM-SHA-256, CRAM-MD5, PLAIN, LOGIN")
          .describedAs(
              "The SASL mechanisms allowed, the preferred one first; the first that the server"
                  + " offers is used.");

  /** Lets the login go in clear. */
  public static final SettingKey<Boolean> PASSWORD_WITHOUT_TLS =
      SettingKey.bool("postern.insecure.password_without_tls")
          .withDefault("false")
          .describedAs(
              "INSECURE. true: the login is sent over a connection without TLS, where everybody on"
                  + " the way can read it.");

  private BasicKeys() {}
}
