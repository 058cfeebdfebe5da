package org.postern.distribution.faultlab;

import static org.postern.distribution.faultlab.Fault.basic;
import static org.postern.distribution.faultlab.Fault.oauth;
import static org.postern.distribution.faultlab.Fault.open;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.postern.distribution.cli.Conf;

/** What is wrong in the two property files. */
final class SettingsFaults {

  private static final String HOST = "mksis.logging.email.server.hostname";

  private SettingsFaults() {}

  static List<Fault> all() {
    return List.of(
        basic(
            "settings.not-utf8",
            site ->
                Files.write(
                    site.is(),
                    (Files.readString(site.is()) + "# für\n")
                        .getBytes(StandardCharsets.ISO_8859_1))),
        basic("settings.bad-escape", site -> site.add("# nothing", "postern.mail.name=\\u12")),
        basic("settings.blank", site -> site.add("postern.smtp.ehlo_name=")),
        basic("settings.missing", site -> site.remove(HOST)),
        basic("settings.unknown", site -> site.add("postern.smtp.timout=1s")),
        basic("settings.wrong-case", site -> site.add("mksis.SMTP.ssl.enabled=true")),
        basic("settings.twice", site -> site.add("mksis.smtp.authentication=true")),
        oauth("settings.wrong-file", site -> site.add("mksis.security.smtp.oauth.scope=mail")),
        set("settings.not-true-or-false", "mksis.smtp.ssl.enabled", "yes"),
        set("settings.not-a-number", "postern.pool.max_connections", "three"),
        set("settings.not-a-duration", "postern.smtp.timeout.tls", "30"),
        oauth("settings.not-a-url", site -> site.tokenUrl("login.example.com")),
        oauth("settings.url-not-https", site -> site.tokenUrl("http://idp.example.com/token")),
        set("settings.host-is-url", HOST, "smtp://localhost"),
        set("settings.host-with-port", HOST, "localhost:587"),
        set("settings.host-malformed", HOST, "mail example"),
        set("settings.not-an-address", "postern.mail.from", "Pat"),
        set("settings.none-of-the-choices", "postern.tls.mode", "tls"),
        basic(
            "settings.no-such-scheme",
            site -> {
              site.remove("mksis.smtp.authentication");
              site.add("postern.auth.scheme=oauth2");
            }),
        set("settings.scheme-contradicts", "postern.auth.scheme", "open"),
        open(
            "settings.login-not-used",
            site ->
                site.add(
                    "mksis.smtp.oauth.authentication=false", "mksis.smtp.authentication=true")),
        oauth("settings.token-without-tls", site -> site.set("mksis.smtp.ssl.enabled", "false")),
        set("settings.password-without-tls", "mksis.smtp.ssl.enabled", "false"),
        open("settings.tls-switched-off", site -> site.add("postern.tls.mode=none")),
        set("settings.ehlo-name", "postern.smtp.ehlo_name", "my host"),
        basic("settings.not-a-path", site -> site.add("postern.truststore.file=a\\u0000b")),
        basic(
            "settings.control-character",
            site -> site.set("mksis.logging.email.from", Conf.USER + "\\u0007")));
  }

  private static Fault set(String id, String key, String value) {
    return basic(id, site -> site.set(key, value));
  }
}
