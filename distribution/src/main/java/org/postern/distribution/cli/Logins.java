package org.postern.distribution.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.auth.oauth.OAuthKeys;
import org.postern.core.settings.Provider;

/** What can be chosen for a provider: how to log in, and how the application proves itself. */
final class Logins {

  static final String PASSWORD = "password";
  static final String PERSON = "refresh_token";
  static final String SERVICE_ACCOUNT = "jwt_bearer";
  static final String APPLICATION = "client_credentials";

  static final String SECRET = "client_secret_post";
  static final String CERTIFICATE = "private_key_jwt";
  static final String PLATFORM = "workload_identity";
  static final String MACHINE = "managed_identity";
  static final String PUBLIC = "none";

  private static final Map<String, String> GRANTS =
      Map.of(
          APPLICATION, "the application by itself, without any person",
          PERSON, "a person, who logs in once by `postern login`",
          SERVICE_ACCOUNT, "a service account, for a mailbox of Google Workspace",
          PASSWORD, "the password of the mailbox, or one for applications");

  private static final Map<String, String> PROOFS =
      Map.of(
          SECRET, "a client secret",
          CERTIFICATE, "a certificate and its private key, in files",
          PLATFORM, "a file that the platform renews: Kubernetes, GitHub, Azure",
          MACHINE, "the machine in Azure itself: nothing to keep secret",
          PUBLIC, "not at all: a public client, registered as desktop application");

  private Logins() {}

  /** How to log in, with what it means, the usual one first; never empty. */
  static Map<String, String> of(Provider chosen) {
    Map<String, String> logins = new LinkedHashMap<>();
    chosen.grants().forEach(grant -> logins.put(grant, GRANTS.get(grant)));
    if (chosen.login() != Provider.Login.OAUTH) {
      logins.put(PASSWORD, GRANTS.get(PASSWORD));
    }
    return logins;
  }

  /** How the application can prove itself there, the usual one first; never empty. */
  static Map<String, String> proofs(Provider chosen, String grant) {
    String usual =
        chosen
            .values(Optional.of(grant), Optional.empty())
            .getOrDefault(OAuthKeys.CLIENT_AUTH.name(), SECRET);
    Map<String, String> proofs = new LinkedHashMap<>();
    boolean tenants = chosen.needsTenant();
    if (tenants && grant.equals(PERSON)) {
      put(proofs, PUBLIC);
    }
    put(proofs, usual);
    if (tenants) {
      put(proofs, CERTIFICATE);
    }
    if (tenants && grant.equals(APPLICATION)) {
      put(proofs, PLATFORM);
      put(proofs, MACHINE);
    }
    return proofs;
  }

  /** Where a machine of Azure can be, the usual place first. */
  static Map<String, String> machines() {
    Map<String, String> machines = new LinkedHashMap<>();
    machines.put("azure-imds", "a virtual machine");
    machines.put("azure-app-service", "App Service or Functions");
    return machines;
  }

  private static void put(Map<String, String> proofs, String name) {
    proofs.put(name, PROOFS.get(name));
  }
}
