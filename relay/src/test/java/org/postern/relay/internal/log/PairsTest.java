package org.postern.relay.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.DefaultLoggingEventBuilder;
import org.slf4j.spi.LoggingEventAware;

/** Which logs are handed pairs. */
class PairsTest {

  private static final Logger PLAIN = LoggerFactory.getLogger("org.postern.relay.plain");

  /** As Logback's. */
  private static final Logger AWARE =
      (Logger)
          Proxy.newProxyInstance(
              PairsTest.class.getClassLoader(),
              new Class<?>[] {Logger.class, LoggingEventAware.class},
              (proxy, method, arguments) -> null);

  @Test
  void aLogThatWouldWriteThemIntoTheLineGetsNone() {
    assertThat(PLAIN.atInfo()).isExactlyInstanceOf(DefaultLoggingEventBuilder.class);
    assertThat(Pairs.wanted(PLAIN.atInfo(), PLAIN)).isFalse();
  }

  @Test
  void aLogThatKeepsThemApartGetsThem() {
    assertThat(Pairs.wanted(new DefaultLoggingEventBuilder(AWARE, Level.INFO), AWARE)).isTrue();
  }

  @Test
  void aProviderWithABuilderOfItsOwnGetsThem() {
    assertThat(Pairs.wanted(new DefaultLoggingEventBuilder(PLAIN, Level.INFO) {}, PLAIN)).isTrue();
  }

  @Test
  void ofALineThatIsNotWrittenNobodyWantsThem() {
    assertThat(Pairs.wanted(PLAIN.atTrace(), PLAIN)).isFalse();
  }
}
