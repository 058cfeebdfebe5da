package org.postern.core.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadAddressesTest {

  private final DeadAddresses dead = new DeadAddresses();
  private InetAddress first;
  private InetAddress second;
  private InetAddress third;

  @BeforeEach
  void name() throws UnknownHostException {
    first = InetAddress.getByName("2001:db8::1");
    second = InetAddress.getByName("192.0.2.1");
    third = InetAddress.getByName("192.0.2.2");
  }

  @Test
  void anAddressThatFailedIsTriedLastUntilItAnswers() {
    dead.failed(first);
    assertThat(dead.last(List.of(first, second, third))).containsExactly(second, third, first);
    dead.answered(first);
    assertThat(dead.last(List.of(first, second, third))).containsExactly(first, second, third);
  }

  @Test
  void whereAllHaveFailedAllAreTriedInTheResolversOrder() {
    dead.failed(second);
    dead.failed(first);
    assertThat(dead.last(List.of(first, second))).containsExactly(first, second);
  }

  @Test
  void anAddressThatTheNameNoLongerHasIsNotTried() {
    dead.failed(first);
    assertThat(dead.last(List.of(second))).containsExactly(second);
  }
}
