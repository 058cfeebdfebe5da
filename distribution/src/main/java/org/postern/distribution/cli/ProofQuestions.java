package org.postern.distribution.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.postern.auth.oauth.ClientKeys;
import org.postern.auth.oauth.OAuthFiles;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;
import org.postern.crypto.SecretCodec;

/** Asks for what a set-up proves itself by, and reads the files there and then. */
final class ProofQuestions {

  private final Interview asks;
  private final InitOptions options;
  private final Terminal terminal;

  ProofQuestions(Interview asks, InitOptions options, Terminal terminal) {
    this.asks = asks;
    this.options = options;
    this.terminal = terminal;
  }

  /**
   * The proof of this kind.
   *
   * @param login as in {@link Logins}
   * @param how that of a client; not looked at where there is none
   */
  InitProof of(String login, String how) {
    if (login.equals(Logins.PASSWORD)) {
      return InitProof.password(secret("Password"));
    }
    if (login.equals(Logins.SERVICE_ACCOUNT)) {
      return serviceAccount();
    }
    return switch (how) {
      case Logins.CERTIFICATE -> certificate(how);
      case Logins.PLATFORM -> platform(how);
      case Logins.MACHINE ->
          InitProof.client(how)
              .with(
                  ClientKeys.MANAGED_IDENTITY,
                  asks.choose(
                      "--managed-identity",
                      options.managedIdentity,
                      "Where this machine is",
                      Logins.machines()));
      case Logins.PUBLIC -> InitProof.client(how);
      default -> InitProof.secret(how, secret("Client secret, its value and not its id"));
    };
  }

  private String secret(String question) {
    return asks.secret("--secret-file", given(), question, text -> {});
  }

  private InitProof serviceAccount() {
    String[] json = {""};
    OAuthFiles.Account[] account = {new OAuthFiles.Account("", Optional.empty())};
    asks.ask(
        "--secret-file",
        options.secretFile,
        "Key file of the service account (JSON, as downloaded)",
        Optional.empty(),
        file -> {
          json[0] = content(file);
          account[0] = account(file, json[0]);
          return file;
        });
    asks.say(
        "Service account "
            + account[0].email()
            + account[0].clientId().map(id -> ", client id " + id).orElse(""));
    asks.say("An encrypted copy will be used; keep the file you gave safe, or remove it.");
    return InitProof.serviceAccount(account[0], json[0]);
  }

  private static OAuthFiles.Account account(String file, String json) {
    if (SecretCodec.isEncrypted(json)) {
      throw new IllegalArgumentException(
          file + " is encrypted already; give the file as it was downloaded");
    }
    try {
      return OAuthFiles.serviceAccount(Secret.of(json));
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(file + " " + refused.getMessage(), refused);
    }
  }

  private InitProof certificate(String how) {
    Path key =
        Path.of(
            asks.ask(
                "--key-file",
                options.keyFile,
                "Private key of the certificate (PEM or PKCS#12 file)",
                Optional.empty(),
                file -> {
                  Path path = absolute(file);
                  if (!OAuthFiles.locked(path)) {
                    OAuthFiles.certificate(path, Optional.empty(), Optional.empty());
                  }
                  return path.toString();
                }));
    Optional<String> password =
        OAuthFiles.locked(key)
            ? Optional.of(
                asks.secret(
                    "--secret-file",
                    given(),
                    "Password of the key file",
                    text ->
                        OAuthFiles.certificate(
                            key, Optional.of(Secret.of(text)), Optional.empty())))
            : Optional.empty();
    Optional<Secret> opener = password.map(Secret::of);
    InitProof proof =
        InitProof.client(how)
            .with(ClientKeys.KEY_FILE, key.toString())
            .secret(ClientKeys.KEY_PASSWORD, password);
    Optional<X509Certificate> inside = OAuthFiles.certificate(key, opener, Optional.empty());
    if (inside.isPresent()) {
      return proof.certified(key, shown(inside.get()));
    }
    Path beside =
        Path.of(
            asks.ask(
                "--certificate-file",
                options.certificateFile,
                "Its certificate (PEM file)",
                Optional.empty(),
                file -> {
                  Path path = absolute(file);
                  OAuthFiles.certificate(key, opener, Optional.of(path));
                  return path.toString();
                }));
    X509Certificate own = OAuthFiles.certificate(key, opener, Optional.of(beside)).orElseThrow();
    return proof.with(ClientKeys.CERTIFICATE_FILE, beside.toString()).certified(beside, shown(own));
  }

  /** Says what it is; returns its thumbprint. */
  private String shown(X509Certificate certificate) {
    Instant end = certificate.getNotAfter().toInstant();
    String print = thumbprint(certificate);
    asks.say(
        "Certificate "
            + certificate.getSubjectX500Principal()
            + ", ends "
            + end
            + " (in "
            + Duration.between(Instant.now(), end).toDays()
            + " days), thumbprint "
            + print);
    return print;
  }

  /** SHA-1, which Entra shows; it names the certificate, and proves nothing. */
  private static String thumbprint(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private InitProof platform(String how) {
    Path file =
        Path.of(
            asks.ask(
                "--assertion-file",
                options.assertionFile,
                "File in which the platform keeps its assertion",
                Optional.ofNullable(terminal.environment().get("AZURE_FEDERATED_TOKEN_FILE")),
                text -> {
                  OAuthFiles.assertion(absolute(text));
                  return absolute(text).toString();
                }));
    OAuthFiles.Assertion assertion = OAuthFiles.assertion(file);
    asks.say("An assertion of " + assertion.issuer() + " for " + assertion.subject());
    return InitProof.platform(how, file, assertion);
  }

  private static Path absolute(String file) {
    return Path.of(file).toAbsolutePath().normalize();
  }

  private Optional<String> given() {
    try {
      return options.secretFile.map(this::content);
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(
          "--secret-file: " + refused.getMessage() + "; nothing was written");
    }
  }

  private String content(String file) {
    try {
      // a file stream asks for its length first, and a pipe has none
      String text =
          file.equals("-")
              ? new String(
                  new BufferedInputStream(terminal.in()).readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(Path.of(file));
      if (text.isBlank()) {
        throw new IllegalArgumentException("there is nothing in " + file + "; fill it");
      }
      return text.strip();
    } catch (IOException unreadable) {
      throw SettingKey.invalid(
          file, "no file that can be read as text", "check its name and rights");
    }
  }
}
