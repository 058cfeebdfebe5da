package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The stack itself, before anything of ours meets it. */
@NeedsLab
class LabTest {

  @Test
  void keycloakIssuesTokensAndCountsTheRequests() throws Exception {
    Keycloak keycloak = Lab.shared().keycloak();
    long before = keycloak.tokenRequests();

    assertThat(keycloak.token("postern")).contains(".");

    assertThat(keycloak.tokenRequests()).isEqualTo(before + 1);
  }
}
