package org.postern.relay.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses are one host. */
class HostTest {

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "2001:db8::1, 2001:db8::ffff:0:0:1, true",
    "2001:db8::1, 2001:db8:0:1::1, false",
    "::1, ::1, true",
    "::1, ::2, false",
    "64:ff9b::c000:201, 64:ff9b::c000:202, false",
    "::ffff:192.0.2.1, 192.0.2.1, true"
  })
  void anAddressOfVersion6StandsForItsNetwork(String one, String other, boolean same) {
    assertThat(host(one).equals(host(other))).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, [192.0.2.1]",
    "::1, [IPv6:0:0:0:0:0:0:0:1]",
    "2001:db8:0:a1::1, 2001:db8:0:a1::/64"
  })
  void itsNameSaysHowMuchItIs(String address, String name) {
    assertThat(host(address)).hasToString(name);
  }

  private static Host host(String address) {
    return Host.of(Network.literal(address).orElseThrow());
  }
}
