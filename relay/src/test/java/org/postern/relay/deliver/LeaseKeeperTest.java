package org.postern.relay.deliver;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.spool.Claim;
import org.postern.spool.Spool;
import org.postern.spool.sql.Spools;
import org.postern.testkit.FakeSmtpServer;

/** Mail that takes long stays with who delivers it. */
class LeaseKeeperTest {

  private static final Duration LEASE = Duration.ofSeconds(1);

  @TempDir Path folder;

  @Test
  void aClaimIsKeptForAsLongAsSomebodyWorksOnItAndNoLonger() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Spool spool = Spools.open(Post.settings(server, folder).build().values());
        LeaseKeeper keeper = new LeaseKeeper(spool, LEASE)) {
      Claim claim = Post.claimed(spool, LEASE);
      LeaseKeeper.Kept kept = keeper.keep(claim);

      Awaitility.await()
          .during(LEASE.multipliedBy(2))
          .atMost(LEASE.multipliedBy(5))
          .until(() -> spool.claim(1, LEASE).isEmpty());

      kept.leave();
      Awaitility.await()
          .atMost(LEASE.multipliedBy(10))
          .until(() -> spool.claim(1, LEASE).size() == 1);
    }
  }

  @Test
  void anErrorOfOneRenewalEndsNoOther() throws Exception {
    Duration lease = Duration.ofSeconds(4);
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Spool spool = Spools.open(Post.settings(server, folder).build().values());
        LeaseKeeper keeper = new LeaseKeeper(FailsOnce.at("renew", spool), lease)) {
      keeper.keep(Post.claimed(spool, lease));

      Awaitility.await()
          .during(lease.multipliedBy(2))
          .atMost(lease.multipliedBy(5))
          .until(() -> spool.claim(1, lease).isEmpty());
    }
  }
}
