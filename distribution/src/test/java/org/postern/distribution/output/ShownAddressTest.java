package org.postern.distribution.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownAddressTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:25",
    "0.0.0.0, *:25",
    "::, *:25",
    "::1, [::1]:25",
    "2001:db8:0:0:1:0:0:0, [2001:db8:0:0:1::]:25",
    "2001:db8:0:1:2:3:4:5, [2001:db8:0:1:2:3:4:5]:25",
    "fe80::1:20, [fe80::1:20]:25"
  })
  void anAddressIsShownAsSettingsHaveIt(String address, String shown) throws UnknownHostException {
    InetSocketAddress where = new InetSocketAddress(InetAddress.getByName(address), 25);
    assertThat(ShownAddress.of(where)).isEqualTo(shown);
  }
}
