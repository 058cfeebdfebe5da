package org.postern.auth.open;

import java.util.Set;
import org.postern.core.settings.MailSettings;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.testkit.FakeSmtpServerBuilder;
import org.postern.testkit.contract.AuthStrategyContract;

class OpenProviderTest extends AuthStrategyContract {

  @Override
  protected AuthStrategyProvider provider() {
    return new OpenProvider();
  }

  @Override
  protected void accept(FakeSmtpServerBuilder mailServer) {
    // a server that asks for no login
  }

  @Override
  protected void settings(MailSettings.Builder settings) {
    // the scheme has no keys
  }

  @Override
  protected Set<String> secrets() {
    return Set.of();
  }

  @Override
  protected boolean logsIn() {
    return false;
  }
}
