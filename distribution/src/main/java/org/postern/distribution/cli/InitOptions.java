package org.postern.distribution.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The answers that `postern init` takes from the command line; what is absent is asked. */
final class InitOptions {

  @Option(names = "--provider", paramLabel = "NAME", description = "See `postern providers`.")
  Optional<String> provider = Optional.empty();

  @Option(
      names = "--login",
      paramLabel = "HOW",
      description = "client_credentials, jwt_bearer, refresh_token or password.")
  Optional<String> login = Optional.empty();

  @Option(
      names = "--client-auth",
      paramLabel = "HOW",
      description = {
        "How the application proves itself: client_secret_post, private_key_jwt,",
        "workload_identity, managed_identity or none."
      })
  Optional<String> clientAuth = Optional.empty();

  @Option(names = "--host", paramLabel = "HOST", description = "The mail server.")
  Optional<String> host = Optional.empty();

  @Option(names = "--tenant", paramLabel = "ID", description = "Directory (tenant) id or domain.")
  Optional<String> tenant = Optional.empty();

  @Option(names = "--client-id", paramLabel = "ID", description = "Application (client) id.")
  Optional<String> clientId = Optional.empty();

  @Option(names = "--user", paramLabel = "ADDR", description = "The mailbox that logs in.")
  Optional<String> user = Optional.empty();

  @Option(names = "--from", paramLabel = "ADDR", description = "Sender (default: the mailbox).")
  Optional<String> from = Optional.empty();

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = {
        "Holds client secret, password, service account key, or the password of the",
        "key file; -: standard input."
      })
  Optional<String> secretFile = Optional.empty();

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "For private_key_jwt: the private key, in PEM or PKCS#12.")
  Optional<String> keyFile = Optional.empty();

  @Option(
      names = "--certificate-file",
      paramLabel = "FILE",
      description = "The certificate in PEM, beside a key in PEM.")
  Optional<String> certificateFile = Optional.empty();

  @Option(
      names = "--assertion-file",
      paramLabel = "FILE",
      description = "For workload_identity: the file that the platform renews.")
  Optional<String> assertionFile = Optional.empty();

  @Option(
      names = "--managed-identity",
      paramLabel = "KIND",
      description = "azure-imds or azure-app-service.")
  Optional<String> managedIdentity = Optional.empty();

  @Option(names = "--yes", description = "Ask nothing: take defaults, change existing files.")
  boolean yes;
}
