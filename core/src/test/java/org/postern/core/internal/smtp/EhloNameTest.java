package org.postern.core.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EhloNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"mail.example.com", "localhost", "a-b.test", "[192.0.2.1]", "[IPv6:2001:db8::1]"})
  void aDomainOrAnAddressLiteralIsAName(String name) {
    assertThat(EhloName.valid(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a\r\nMAIL",
        "a\0",
        "-a.test",
        "a..b",
        "bücher.test",
        "a\u2028b",
        "[a b]",
        "a.test>"
      })
  void whatCouldInjectIsNoName(String name) {
    assertThat(EhloName.valid(name)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, [127.0.0.1]", "::1, [IPv6:0:0:0:0:0:0:0:1]"})
  void withoutANameTheAddressStandsInBrackets(String address, String literal)
      throws UnknownHostException {
    assertThat(EhloName.literal(InetAddress.getByName(address))).isEqualTo(literal);
  }

  @Test
  void theNameOfThisHostIsFitForTheWire() throws UnknownHostException {
    Route given = Fixture.route(25);
    assertThat(EhloName.of(given, InetAddress.getLoopbackAddress())).isEqualTo("client.test");
    Route none =
        new Route(
            "h",
            25,
            given.tls(),
            java.util.Optional.empty(),
            given.limits(),
            given.trust(),
            given.resolver(),
            KnownFaults.BUILT_IN);
    assertThat(EhloName.valid(EhloName.of(none, InetAddress.getByName("127.0.0.1")))).isTrue();
  }
}
