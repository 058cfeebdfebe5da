package org.postern.testkit;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code postern-testkit serve} shows to people and to programs. Immutable. */
record ServeText(FakeProvider provider, ServeOptions options, Path pem) {

  static String usage() {
    return """
    Usage: postern-testkit serve [options]

    Plays a mail provider with OAuth on the loopback interface: an SMTP server and
    a token endpoint, until it is stopped by Ctrl-C. Shows what both have seen.

      --profile NAME         answer as m365, google or rfc7628 (default)
      --smtp-port PORT       default: any free port
      --token-port PORT      default: any free port
      --tls KIND             starttls (default) or implicit
      --user ADDRESS[:PASSWORD]
                             a mailbox; may be given several times. Default: any
      --client ID[:SECRET]   who may ask for tokens; a public one has no secret
                             Default: postern-test:postern-test-secret
      --refresh-token TOKEN  a grant that a user has given before
      --service-account FILE write the key file of a Google service account there,
                             which may ask for https://mail.google.com/
      --token-lifetime TIME  such as 30s or 1h (default)
      --script FILE          what is to go wrong, one sentence a line
      --ca FILE              write the certificate to trust there
                             Default: a file that is deleted at the end
      --log FILE             append what was seen to FILE, instead of showing it
      --json                 everything as JSON, one object a line
      --strict               exit code 1 where a client broke the rules of SMTP
      --help                 this text

    Example:
      postern-testkit serve --profile m365 --user app@example.com
    """;
  }

  String ready() {
    String client =
        options.clientId
            + options.clientSecret.map(secret -> ", secret " + secret).orElse(", no secret");
    return """
    Answers as %s; only on this machine. Ctrl-C stops it.

      SMTP    localhost:%d, %s
      token   %s
      device  %s
      browser %s
      trust   %s
      client  %s
      user    %s

    %s
    """
        .formatted(
            provider.profile().id(),
            provider.smtpPort(),
            options.implicitTls ? "implicit TLS" : "STARTTLS",
            provider.tokenUri(),
            provider.tokenEndpoint().deviceUri(),
            provider.tokenEndpoint().authorizationUri(),
            pem,
            client,
            options.whoMayLogIn(),
            curl());
  }

  private String user() {
    return options.users.keySet().stream().findFirst().orElse("app@example.com");
  }

  /** Lines for a shell: a token, and a mail sent with it. */
  private String curl() {
    String secret =
        options
            .clientSecret
            .map(it -> " \\\n    --data-urlencode " + shell("client_secret=" + it))
            .orElse("");
    return """
    A token:
      TOKEN=$(curl -s --cacert %1$s \\
        -d grant_type=client_credentials \\
        --data-urlencode %2$s%3$s \\
        %4$s |
        sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
    A mail:
      printf 'From: %5$s\\r\\nSubject: hello\\r\\n\\r\\nHello.\\r\\n' |
        curl -s --cacert %1$s --ssl-reqd \\
        --user %5$s: --oauth2-bearer "$TOKEN" \\
        --mail-from %5$s --mail-rcpt b@example.org \\
        --upload-file - %6$s://localhost:%7$d
    """
        .formatted(
            shell(pem.toString()),
            shell("client_id=" + options.clientId),
            secret,
            provider.tokenUri(),
            user(),
            options.implicitTls ? "smtps" : "smtp",
            provider.smtpPort());
  }

  private static String shell(String text) {
    return text.matches("[A-Za-z0-9_./:=@-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  String readyAsJson() {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("event", TokenAnswer.quote("ready"));
    members.put("profile", TokenAnswer.quote(provider.profile().id()));
    members.put("smtpHost", TokenAnswer.quote("localhost"));
    members.put("smtpPort", Integer.toString(provider.smtpPort()));
    members.put("tls", TokenAnswer.quote(options.implicitTls ? "implicit" : "starttls"));
    members.put("tokenUrl", TokenAnswer.quote(provider.tokenUri().toString()));
    members.put("deviceUrl", TokenAnswer.quote(provider.tokenEndpoint().deviceUri().toString()));
    members.put(
        "authorizationUrl",
        TokenAnswer.quote(provider.tokenEndpoint().authorizationUri().toString()));
    members.put("issuer", TokenAnswer.quote(provider.tokenEndpoint().issuer().toString()));
    members.put("ca", TokenAnswer.quote(pem.toString()));
    members.put("clientId", TokenAnswer.quote(options.clientId));
    return TokenAnswer.json(members) + System.lineSeparator();
  }

  static String json(SeenLog.Event event) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("event", TokenAnswer.quote(event.kind().name().toLowerCase(Locale.ROOT)));
    members.put("time", TokenAnswer.quote(event.time().toString()));
    members.put("server", TokenAnswer.quote(event.source().name().toLowerCase(Locale.ROOT)));
    members.put("connection", Integer.toString(event.connection()));
    members.put("text", TokenAnswer.quote(event.text()));
    return TokenAnswer.json(members);
  }

  /** To be shown at the end. */
  String summary(List<String> breaches) {
    StringBuilder text =
        new StringBuilder(
            "%d mails, %d token requests, %d breaches of the protocol%n"
                .formatted(
                    provider.smtp().mails().size(),
                    provider.tokenEndpoint().requests().size(),
                    breaches.size()));
    breaches.forEach(breach -> text.append("  ").append(breach).append(System.lineSeparator()));
    return text.toString();
  }
}
