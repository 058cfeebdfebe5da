package org.postern.relay.deliver;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postern.core.settings.MailSettings;
import org.postern.relay.PostgresHere;
import org.postern.spool.SpoolKeys;

/** A PostgreSQL for each test, with a spool that several nodes share. */
final class NodesDatabase implements BeforeEachCallback, AfterEachCallback {

  private PostgresHere postgres;

  @Override
  public void beforeEach(ExtensionContext test) throws IOException {
    postgres = PostgresHere.start();
  }

  @Override
  public void afterEach(ExtensionContext test) throws IOException {
    postgres.close();
  }

  /** The settings of a node that has its spool there. */
  MailSettings.Builder node(MailSettings.Builder settings) {
    return settings.set(SpoolKeys.URL, postgres.url()).set(SpoolKeys.USER, "postgres");
  }
}
