package org.postern.distribution;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long tests await what must come. It costs nothing where it comes, and a machine with other
 * work may stop any thread for some seconds; whoever awaits that something does not last that long
 * says so. JUnit finds this by itself.
 */
public final class Patience implements BeforeAllCallback {

  private static final Duration LONG = Duration.ofSeconds(60);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(LONG);
  }
}
