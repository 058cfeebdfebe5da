package org.postern.relay.deliver;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postern.core.settings.MailSettings;
import org.postern.spool.SpoolKeys;

/** A PostgreSQL for each test, with a spool that several nodes share. */
final class NodesDatabase implements BeforeEachCallback, AfterEachCallback {

  private EmbeddedPostgres postgres;

  @Override
  public void beforeEach(ExtensionContext test) throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("fsync", "off")
            .start();
  }

  @Override
  public void afterEach(ExtensionContext test) throws IOException {
    postgres.close();
  }

  /** The settings of a node that has its spool there. */
  MailSettings.Builder node(MailSettings.Builder settings) {
    return settings
        .set(SpoolKeys.URL, "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres")
        .set(SpoolKeys.USER, "postgres");
  }
}
