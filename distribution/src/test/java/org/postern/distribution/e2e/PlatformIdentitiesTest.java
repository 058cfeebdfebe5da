package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postern.distribution.e2e.Lab.Port;

/** Grants whose endpoints are those of clouds: the mail arrives through the real servers. */
@NeedsLab
class PlatformIdentitiesTest {

  private static KeyPair key;
  private static TokenStandIn endpoint;

  @BeforeAll
  static void start() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    key = generator.generateKeyPair();
    endpoint = TokenStandIn.start(Lab.shared().keycloak(), (RSAPublicKey) key.getPublic());
  }

  @Test
  void aGoogleServiceAccountAsksInTheNameOfTheMailbox() throws Exception {
    ConfDir conf =
        conf("/google")
            .is("postern.oauth.grant", "jwt_bearer")
            .is("postern.oauth.service_account.file", "account.json");
    String pem =
        "-----BEGIN PRIVATE KEY-----\\n"
            + Base64.getEncoder().encodeToString(key.getPrivate().getEncoded())
            + "\\n-----END PRIVATE KEY-----\\n";
    write(
        conf,
        "account.json",
        "{\"type\":\"service_account\",\"client_email\":\"m@p.test\",\"private_key_id\":\"k\","
            + "\"private_key\":\""
            + pem
            + "\",\"token_uri\":\"https://unused.test/token\"}");
    mailLeaves(conf);
    assertThat(conf.file("account.json")).startsWith("ENC[");
  }

  @Test
  void anAssertionOfThePlatformProvesTheClient() throws Exception {
    ConfDir conf =
        conf("/federated")
            .security("clientID", "postern-federated")
            .is("postern.oauth.client_auth", "workload_identity")
            .is("postern.oauth.assertion.file", "assertion");
    write(conf, "assertion", TokenStandIn.ASSERTION);
    mailLeaves(conf);
  }

  @Test
  void theMachinesOwnIdentityIsEnough() {
    mailLeaves(
        conf("/unused")
            .without("clientID")
            .without("tokenEndpointURL")
            .is("postern.oauth.client_auth", "managed_identity")
            .is("postern.oauth.managed_identity.url", endpoint.url("/metadata")));
  }

  private static ConfDir conf(String path) {
    return ConfDir.oauth(Port.SUBMISSION)
        .starttls()
        .without("clientSecret")
        .security("tokenEndpointURL", endpoint.url(path));
  }

  private static void write(ConfDir conf, String name, String text) throws Exception {
    Path file = Files.writeString(conf.dir().resolve(name), text);
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
  }

  private static void mailLeaves(ConfDir conf) {
    conf.write();
    Cli.on(conf, "keys", "init").exits(0);
    conf.ready();
    String marker = UUID.randomUUID().toString();
    Cli.on(conf, "send", "--to", "inbox@lab.test", "--subject", marker, "--text", "T").exits(0);
    assertThat(Inbox.text(Lab.shared().inbox().await(marker)))
        .contains("Authenticated sender: " + Lab.USER);
  }
}
