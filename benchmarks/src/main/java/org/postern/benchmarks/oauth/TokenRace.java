package org.postern.benchmarks.oauth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.auth.oauth.OAuthKeys;
import org.postern.auth.oauth.OAuthProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.TlsMode;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.TestCa;
import org.postern.testkit.TokenRegistry;

/**
 * How many tokens so many sends from ten threads ask for, and whether those wait that are sent
 * while a token is renewed. Arguments: sends, the lifetime of a token in seconds.
 */
public final class TokenRace {

  private static final int THREADS = 10;

  /** What counts as sent during a renewal: from so long before its request until so long after. */
  private static final long NEAR = Duration.ofMillis(100).toNanos();

  private final int sends;
  private final long[] begun;
  private final long[] took;
  private final AtomicInteger next = new AtomicInteger();
  private final List<Long> renewals = new ArrayList<>();

  private TokenRace(int sends) {
    this.sends = sends;
    this.begun = new long[sends];
    this.took = new long[sends];
  }

  /** Prints the figures. */
  public static void main(String[] args) throws Exception {
    int sends = Integer.parseInt(args[0]);
    Duration lifetime = Duration.ofSeconds(Integer.parseInt(args[1]));
    TestCa ca = TestCa.create();
    TokenRegistry tokens = new TokenRegistry();
    try (FakeTokenEndpoint endpoint =
            FakeTokenEndpoint.builder()
                .tls(ca.localhost())
                .client("app", "app-secret")
                .lifetime(lifetime)
                .tokens(tokens)
                .start();
        FakeSmtpServer server =
            FakeSmtpServer.builder().startTls(ca.localhost()).tokens(tokens).start();
        Mailer mailer =
            Mailer.open(
                settings(endpoint, server),
                AuthStrategies.of(new OAuthProvider()),
                ca.trustingContext())) {
      TokenRace race = new TokenRace(sends);
      Duration lasted = race.run(mailer, endpoint, server);
      long least = (lasted.toNanos() + lifetime.toNanos() - 1) / lifetime.toNanos();
      System.out.printf(
          Locale.ROOT,
          "%d sends from %d threads in %.1f s, tokens that last %d s%n",
          sends,
          THREADS,
          lasted.toMillis() / 1000.0,
          lifetime.toSeconds());
      System.out.printf(
          Locale.ROOT,
          "token requests: %d; run time by lifetime, rounded up: %d (ratio %.2f)%n",
          endpoint.requests().size(),
          least,
          endpoint.requests().size() / (double) least);
      race.print();
    }
  }

  private static MailSettings settings(FakeTokenEndpoint endpoint, FakeSmtpServer server) {
    return MailSettings.builder(List.of(new OAuthProvider()))
        .set(CoreKeys.HOST, "localhost")
        .set(CoreKeys.PORT, server.port())
        .set(CoreKeys.SCHEME, "oauth")
        .set(CoreKeys.TLS_MODE, TlsMode.STARTTLS)
        .set(CoreKeys.POOL_CONNECTIONS, THREADS)
        .set(CoreKeys.POOL_MESSAGES, 1_000_000)
        .set(OAuthKeys.USER, "app@example.com")
        .set(OAuthKeys.CLIENT_ID, "app")
        .set(OAuthKeys.CLIENT_SECRET, Secret.of("app-secret"))
        .set(OAuthKeys.TOKEN_URL, endpoint.uri())
        .set(OAuthKeys.SCOPE, "mail")
        .build();
  }

  private Duration run(Mailer mailer, FakeTokenEndpoint endpoint, FakeSmtpServer server)
      throws InterruptedException {
    long start = System.nanoTime();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread sender = new Thread(() -> send(mailer));
      senders.add(sender);
      sender.start();
    }
    long cleared = start;
    while (senders.stream().anyMatch(Thread::isAlive)) {
      while (renewals.size() < endpoint.requests().size()) {
        renewals.add(System.nanoTime());
      }
      if (System.nanoTime() - cleared > 500_000_000) {
        server.forget(); // it keeps what it takes
        cleared = System.nanoTime();
      }
      Thread.sleep(1);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void send(Mailer mailer) {
    OutboundMessage mail =
        OutboundMessage.builder()
            .from("app@example.com")
            .to("b@example.org")
            .subject("S")
            .text("T")
            .build();
    for (int i = next.getAndIncrement(); i < sends; i = next.getAndIncrement()) {
      begun[i] = System.nanoTime();
      if (!mailer.send(mail).acceptedForAll()) {
        throw new IllegalStateException("a mail was not accepted");
      }
      took[i] = System.nanoTime() - begun[i];
    }
  }

  private void print() {
    // the first token is awaited by all
    List<Long> later = renewals.subList(Math.min(1, renewals.size()), renewals.size());
    long warm = begun[sends / 10];
    long[] near = latencies(later, warm, true);
    long[] steady = latencies(later, warm, false);
    System.out.printf("%-34s %9s %12s %12s%n", "latency of a send, ms", "sends", "median", "99 %");
    row("while nothing is renewed", steady, steady);
    row("within 0.1 s of a renewal", near, steady);
  }

  private long[] latencies(List<Long> times, long from, boolean near) {
    return Arrays.stream(indices())
        .filter(i -> begun[i] >= from)
        .filter(i -> times.stream().anyMatch(at -> touches(i, at)) == near)
        .mapToLong(i -> took[i])
        .sorted()
        .toArray();
  }

  private boolean touches(int i, long renewal) {
    return begun[i] - renewal < NEAR && renewal - begun[i] - took[i] < NEAR;
  }

  private int[] indices() {
    int[] all = new int[sends];
    Arrays.setAll(all, i -> i);
    return all;
  }

  private static void row(String name, long[] sorted, long[] peer) {
    System.out.printf(
        Locale.ROOT,
        "%-34s %9d %5.2f (%4.2f) %5.2f (%4.2f)%n",
        name,
        sorted.length,
        at(sorted, 0.5) / 1e6,
        at(sorted, 0.5) / (double) at(peer, 0.5),
        at(sorted, 0.99) / 1e6,
        at(sorted, 0.99) / (double) at(peer, 0.99));
  }

  private static long at(long[] sorted, double part) {
    return sorted.length == 0 ? 0 : sorted[(int) (part * (sorted.length - 1))];
  }
}
