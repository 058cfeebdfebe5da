package org.postern.distribution.faultlab;

import static org.postern.distribution.faultlab.Fault.basic;
import static org.postern.distribution.faultlab.Fault.oauth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.postern.crypto.KeyRing;
import org.postern.distribution.cli.Conf;

/** What is wrong with files, the key ring and secrets. */
final class FileFaults {

  private static final String PASSWORD = "mksis.logging.emailfrom.password";
  private static final String KEY = "postern.oauth.key.file";

  private FileFaults() {}

  static List<Fault> all() {
    return List.of(
        basic("files.no-folder", site -> Files.move(site.conf(), site.home().resolve("elsewhere"))),
        basic("files.settings-unreadable", site -> Files.delete(site.is())),
        basic("files.secret-missing", site -> site.add(KEY + "=none.pem")),
        oauth(
            "files.secret-unreadable",
            site -> {
              Files.write(site.conf().resolve("sa.json"), new byte[] {(byte) 0xc3, 0x28});
              Site.mode(site.conf().resolve("sa.json"), "rw-------");
              site.add(
                  "postern.oauth.grant=jwt_bearer", "postern.oauth.service_account.file=sa.json");
            }),
        basic("files.writable-by-others", site -> Site.mode(site.is(), "rw-rw-rw-")),
        basic(
            "files.secret-readable-by-others",
            site -> {
              Path key = site.conf().resolve("key.pem");
              Files.writeString(key, "-----BEGIN PRIVATE KEY-----\n");
              Site.mode(key, "rw-r--r--");
              site.add(KEY + "=key.pem");
            }),
        basic("files.trust-store-missing", site -> site.add("postern.truststore.file=no.p12")),
        basic(
            "files.trust-store-unusable",
            site -> Files.writeString(site.conf().resolve("truststore.p12"), "no store")),
        basic(
            "files.plugin-unusable",
            site -> Files.createDirectories(site.home().resolve("plugins/knock"))),
        basic(
            "files.belongs-to-another",
            site -> {
              Path plugin = Files.createDirectories(site.home().resolve("plugins/knock"));
              nobodys(Files.createFile(plugin.resolve("knock.jar")));
            }),
        secret("secrets.plain", Conf.PASSWORD),
        basic("secrets.in-quotes", site -> anew(site, "\"plain-0815\"")),
        basic("secrets.blank-at-its-ends", site -> anew(site, "plain-0815 ")),
        basic("secrets.key-ring-missing", site -> Files.delete(site.ring())),
        basic("secrets.key-ring-damaged", site -> Files.writeString(site.ring(), "")),
        basic("secrets.key-ring-open", site -> Site.mode(site.ring(), "rw-r--r--")),
        basic("secrets.key-ring-owner", site -> nobodys(site.ring())),
        basic(
            "secrets.key-ring-folder",
            site -> {
              Path folder = Files.createDirectories(site.home().resolve("keys"));
              Files.move(site.ring(), folder.resolve("ring"));
              Site.mode(folder, "rwxrwxrwx");
              site.add("postern.crypto.keyring=" + folder.resolve("ring"));
            }),
        basic(
            "secrets.key-ring-link",
            site -> {
              Files.move(site.ring(), site.conf().resolve("ring"));
              Files.createSymbolicLink(site.ring(), site.conf().resolve("ring"));
            }),
        basic(
            "secrets.key-ring-unreadable", // a file that gives nobody its first bytes
            site -> site.add("postern.crypto.keyring=/proc/self/mem")),
        basic(
            "secrets.key-unknown",
            site -> {
              Files.delete(site.ring());
              KeyRing.create(site.ring());
            }),
        basic(
            "secrets.wrong-key",
            site -> {
              String text = Files.readString(site.is());
              String value = text.replaceAll("(?s).*" + PASSWORD + "=([^\n]*)\n.*", "$1");
              site.remove(PASSWORD);
              site.add(PASSWORD + "=" + changed(value));
            }),
        basic(
            "secrets.not-whole",
            site ->
                Files.writeString(
                    site.is(),
                    Files.readString(site.is())
                        .replaceAll("(?m)(emailfrom.password=ENC.{20}).*$", "$1"))));
  }

  private static Fault secret(String id, String value) {
    return basic(id, site -> site.set(PASSWORD, value));
  }

  private static void anew(Site site, String value) throws IOException {
    site.set(PASSWORD, value);
    site.encrypt();
  }

  /** One character in the middle of the encrypted value is another. */
  private static String changed(String value) {
    int middle = value.length() * 2 / 3;
    char other = value.charAt(middle) == 'A' ? 'B' : 'A';
    return value.substring(0, middle) + other + value.substring(middle + 1);
  }

  /** Only root may give a file away; elsewhere the case is skipped. */
  private static void nobodys(Path file) throws IOException {
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")));
    Files.setOwner(
        file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
  }
}
