package org.postern.relay;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.postern.core.settings.SettingValues;
import org.postern.core.vitals.Ending;
import org.postern.relay.internal.listen.Rules;

/** Reads the certificates of the listeners, and notes when they end. One thread, one use. */
final class ListenerCertificates {

  private final SettingValues values;
  private final Path folder;
  private final Complaints complaints;
  private final Set<Ending> endings = new LinkedHashSet<>();

  ListenerCertificates(SettingValues values, Path folder, Complaints complaints) {
    this.values = values;
    this.folder = folder;
    this.complaints = complaints;
  }

  /** When those end that were read, each once. */
  List<Ending> endings() {
    return List.copyOf(endings);
  }

  /** What a listener speaks TLS with: its own certificate, or that of all. */
  Optional<SSLContext> of(ListenerRules given, Rules.TlsUse tls) {
    if (tls == Rules.TlsUse.NONE) {
      return Optional.empty();
    }
    Optional<Path> own = given.path("certificate");
    Optional<Path> certificate = own.or(() -> values.find(ListenerKeys.CERTIFICATE));
    Optional<Path> key = own.isPresent() ? given.path("key") : values.find(ListenerKeys.KEY);
    String setting = own.isPresent() ? given.key("certificate") : ListenerKeys.CERTIFICATE.name();
    if (certificate.isEmpty()) {
      throw complaints.refused(
          given.key("tls"),
          "needs a certificate",
          "set " + ListenerKeys.CERTIFICATE + " and " + ListenerKeys.KEY + ", or tls=none");
    }
    try {
      Path file = folder.resolve(certificate.get());
      ServerCertificate read =
          ServerCertificate.read(
              file, key.map(folder::resolve), values.find(ListenerKeys.CERTIFICATE_PASSWORD));
      endings.add(
          new Ending(
              "listener's certificate "
                  + (file.startsWith(folder) ? folder.relativize(file) : file),
              read.own().getNotAfter().toInstant(),
              "put a new one into " + file + ", then `postern reload`"));
      return Optional.of(read.context());
    } catch (IllegalArgumentException unusable) {
      throw complaints.refused(setting, unusable);
    }
  }
}
