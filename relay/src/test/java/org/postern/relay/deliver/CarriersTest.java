package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.Background;
import org.postern.relay.Patient;
import org.postern.spool.Claim;
import org.postern.spool.Spool;
import org.postern.spool.sql.Spools;
import org.postern.testkit.FakeSmtpServer;

/** Claimed mail has its place until it is done with, and no mail ends a carrier. */
class CarriersTest {

  private static final Duration LONG = Patient.LONG;

  private final ExecutorService threads = Background.executor();
  private final FakeSmtpServer server = FakeSmtpServer.builder().start();
  private Spool spool;
  private LeaseKeeper leases;

  @BeforeEach
  void open(@TempDir Path folder) {
    spool = Spools.open(Post.settings(server, folder).build().values());
    leases = new LeaseKeeper(spool, LONG);
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
    leases.close();
    spool.close();
    server.close();
  }

  @Test
  void aMailThatBreaksItsCarrierLeavesItToTheNextOne() throws Exception {
    List<Claim> carried = new CopyOnWriteArrayList<>();
    Carriers carriers =
        new Carriers(
            1,
            threads,
            load -> {
              carried.add(load.claim());
              throw new StackOverflowError();
            });

    add(carriers);
    add(carriers);

    assertThat(carriers.awaitEmpty(LONG)).isTrue();
    assertThat(carriers.underWay()).isZero();
    assertThat(carried).hasSize(2);
  }

  @Test
  void thereIsRoomForSoManyUntilOneIsDoneWith() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    List<Carriers.Load> begun = new CopyOnWriteArrayList<>();
    Carriers carriers =
        new Carriers(
            1,
            threads,
            load -> {
              begun.add(load);
              await(sent);
            });
    for (int i = 0; i < carriers.size(); i++) {
      add(carriers);
    }

    assertThat(carriers.tryRoom()).isFalse();
    sent.countDown();
    carriers.leaves(first(begun));
    carriers.leaves(first(begun));
    assertThat(carriers.tryRoom()).isTrue();
    assertThat(carriers.tryRoom()).isFalse();
    assertThat(carriers.awaitEmpty(Duration.ZERO)).isFalse();
  }

  @Test
  void whoClaimsManyWaitsForRoomForSome() throws Exception {
    Carriers carriers = new Carriers(1, threads, load -> {});
    int some = carriers.awaitRoom(3);
    int rest = carriers.awaitRoom(carriers.size());

    assertThat(carriers.underWay()).as("room without a mail").isZero();
    assertThat(some).isEqualTo(3);
    assertThat(rest).isEqualTo(carriers.size() - 3);
  }

  private static Carriers.Load first(List<Carriers.Load> begun) {
    Post.await().until(() -> !begun.isEmpty());
    return begun.get(0);
  }

  private void add(Carriers carriers) throws Exception {
    assertThat(carriers.tryRoom()).isTrue();
    Claim claim = Post.claimed(spool, LONG);
    carriers.add(new Carriers.Load(claim, leases.keep(claim), false));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
