package org.postern.distribution.wiring;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;
import org.postern.relay.DeliveryKeys;
import org.postern.relay.ListenerKeys;
import org.postern.spool.SpoolKeys;
import org.postern.triggers.TriggerKeys;

/** The keys of the bundle itself; relative paths count from the folder of the settings. */
public final class BundleKeys {

  /** Where the key ring is. */
  public static final SettingKey<Path> KEYRING =
      SettingKey.path("postern.crypto.keyring")
          .withDefault("postern.keys")
          .describedAs(
              "The key ring that decrypts secrets, from the folder of this file; the environment"
                  + " variable POSTERN_KEYRING overrides.");

  /** Where the trust store is. */
  public static final SettingKey<Path> TRUSTSTORE =
      SettingKey.path("postern.truststore.file")
          .withDefault("truststore.p12")
          .describedAs(
              "PKCS#12 or JKS file with CA certificates, from the folder of this file. Trusted"
                  + " beside those that the JDK trusts; need not exist unless it is named here.");

  /** The password of the trust store. */
  public static final SettingKey<Secret> TRUSTSTORE_PASSWORD =
      SettingKey.secret("postern.truststore.password")
          .describedAs(
              "Password of the trust store; default: changeit, as keytool has it. It guards against"
                  + " accidents, since certificates are no secret.");

  /** Where the plug-ins are. */
  public static final SettingKey<Path> PLUGINS =
      SettingKey.path("postern.plugins.dir")
          .describedAs("Folder of the plug-ins, one folder each; default: plugins/ of the bundle.");

  private BundleKeys() {}

  /** All of them, those of the triggers and of the server included. */
  public static List<SettingKey<?>> all() {
    List<SettingKey<?>> all =
        new ArrayList<>(List.of(KEYRING, TRUSTSTORE, TRUSTSTORE_PASSWORD, PLUGINS));
    all.addAll(TriggerKeys.all());
    all.addAll(SpoolKeys.all());
    all.addAll(ListenerKeys.all());
    all.addAll(DeliveryKeys.all());
    all.addAll(ServerKeys.all());
    all.addAll(AlertKeys.all());
    all.addAll(SendmailKeys.all());
    return List.copyOf(all);
  }
}
