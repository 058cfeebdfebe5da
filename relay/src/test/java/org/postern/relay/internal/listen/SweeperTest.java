package org.postern.relay.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postern.relay.Patient;
import org.postern.testkit.LogLines;

/** Clients that had their time are sent away whatever happens. */
class SweeperTest {

  @Test
  void anErrorEndsNeitherTheSweeperNorTheWatchOverOthers() throws Exception {
    Visitors visitors = new Visitors();
    visitors.limit(10, 10);
    CountDownLatch cut = new CountDownLatch(6);
    for (int i = 0; i < 2; i++) {
      Connection late = new Connection(new Unwilling(cut));
      assertThat(visitors.admit(late)).isTrue();
      expire(late);
    }
    try (LogLines log = LogLines.of("org.postern.relay.internal.listen")) {
      new Sweeper(visitors, () -> cut.getCount() == 0).start();
      assertThat(cut.await(Patient.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(log.all()).hasSize(1).first().asString().contains("four times a second");
    }
  }

  /** Its time is long over. */
  private static void expire(Connection connection) {
    assertThatThrownBy(() -> connection.allow(System.nanoTime() - TimeUnit.MINUTES.toNanos(1)))
        .isInstanceOf(SocketTimeoutException.class);
  }

  /** Fails with an error whenever it is closed. */
  private static final class Unwilling extends Socket {

    private final CountDownLatch asked;

    Unwilling(CountDownLatch asked) {
      this.asked = asked;
    }

    @Override
    public InputStream getInputStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public InetAddress getInetAddress() {
      return InetAddress.getLoopbackAddress();
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void shutdownInput() {}

    @Override
    public void close() {
      asked.countDown();
      throw new OutOfMemoryError("made for this test");
    }
  }
}
