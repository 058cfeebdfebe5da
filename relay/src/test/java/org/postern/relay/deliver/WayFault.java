package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.postern.auth.basic.BasicKeys;
import org.postern.auth.basic.BasicProvider;
import org.postern.auth.open.OpenProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.TlsMode;
import org.postern.relay.DeliveryStatus;
import org.postern.spool.Queue;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeSmtpServerBuilder;
import org.postern.testkit.Reaction;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.SmtpStep;
import org.postern.testkit.TestCa;

/**
 * One fault on the way to the server, before it has heard of any mail, and what must become of the
 * mail that met it.
 *
 * @param says what the administrator must read of it
 */
record WayFault(
    String name,
    UnaryOperator<FakeSmtpServerBuilder> server,
    Consumer<FakeSmtpServer> script,
    UnaryOperator<MailSettings.Builder> settings,
    boolean login,
    Becomes becomes,
    String says) {

  static final TestCa CA = TestCa.create("Faults of the way");
  private static final String PASSWORD = "correct horse";

  /** What becomes of the mail. */
  enum Becomes {
    /** The route closes, the mail waits, and leaves once when the fault is mended. */
    LATER,
    /** As {@link #LATER}, for what cannot be mended while the server runs. */
    WAITING,
    /** It leaves in the same attempt. */
    SENT
  }

  static WayFault of(String name, Consumer<FakeSmtpServer> script) {
    return new WayFault(name, b -> b, script, s -> s, false, Becomes.LATER, "");
  }

  static WayFault at(SmtpStep step, Reaction reaction) {
    return of(step + "", server -> server.at(step).will(reaction));
  }

  /** With the words that the server says, and closes where it says so. */
  static WayFault reply(SmtpStep step, String reply) {
    Reaction said = Reaction.reply(reply);
    WayFault fault = at(step, reply.startsWith("421") ? said.then(Reaction.close()) : said);
    return fault.named(step + " " + reply).saying(reply.substring(0, 3));
  }

  WayFault named(String other) {
    return new WayFault(other, server, script, settings, login, becomes, says);
  }

  WayFault saying(String words) {
    return new WayFault(name, server, script, settings, login, becomes, words);
  }

  WayFault with(UnaryOperator<FakeSmtpServerBuilder> builder) {
    return new WayFault(name, builder, script, settings, login, becomes, says);
  }

  WayFault becoming(Becomes other) {
    return new WayFault(name, server, script, settings, login, other, says);
  }

  WayFault set(UnaryOperator<MailSettings.Builder> change) {
    return new WayFault(
        name, server, script, s -> change.apply(settings.apply(s)), login, becomes, says);
  }

  WayFault soon(SettingKey<java.time.Duration> limit) {
    return set(s -> s.set(limit, java.time.Duration.ofMillis(200)));
  }

  /** With STARTTLS asked for, and a server of this identity. */
  WayFault startTls(ServerIdentity identity) {
    return with(b -> b.startTls(identity)).set(s -> s.set(CoreKeys.TLS_MODE, TlsMode.STARTTLS));
  }

  /** With TLS from the first byte asked for, and a server of this identity. */
  WayFault implicitTls(ServerIdentity identity) {
    return with(b -> b.implicitTls(identity)).set(s -> s.set(CoreKeys.TLS_MODE, TlsMode.IMPLICIT));
  }

  /** With a login by password, after STARTTLS. */
  WayFault loggingIn() {
    WayFault tls =
        startTls(CA.localhost()).with(b -> b.startTls(CA.localhost()).user("app", PASSWORD));
    return new WayFault(
        name,
        tls.server,
        script,
        s ->
            tls.settings
                .apply(s)
                .set(BasicKeys.USER, "app")
                .set(BasicKeys.PASSWORD, Secret.of(PASSWORD)),
        true,
        becomes,
        says);
  }

  /** Sends a mail to a server with this fault, and looks at what becomes of it. */
  void play(SharedSpool shared) {
    try (FakeSmtpServer smtp = server.apply(FakeSmtpServer.builder()).start()) {
      script.accept(smtp);
      MailSettings all = settings(shared, smtp);
      AuthStrategies strategies =
          AuthStrategies.of(List.of(login ? new BasicProvider() : new OpenProvider()));
      Mailer mailer = Mailer.open(all, strategies, CA.trustingContext());
      try (Post post = Post.from(shared.spool(), mailer, all)) {
        post.send("a@example.org");
        switch (becomes) {
          case LATER -> {
            held(post, smtp);
            smtp.recover();
            // with limits so short a busy machine may need more than one try
            post.hurryUntilEmpty();
            sent(smtp);
            Post.await().until(() -> post.delivery().status().held().isEmpty());
          }
          case WAITING -> held(post, smtp);
          case SENT -> {
            post.awaitEmpty();
            sent(smtp);
            assertThat(post.delivery().status().held()).isEmpty();
          }
        }
      }
      smtp.requireNoViolations();
    }
  }

  private MailSettings settings(SharedSpool shared, FakeSmtpServer smtp) {
    return settings
        .apply(
            Post.settings(login ? new BasicProvider() : new OpenProvider(), shared.folder())
                .set(CoreKeys.PORT, smtp.port()))
        .build();
  }

  /** Nothing is lost, bounced or sent another way, and the administrator is told why. */
  private void held(Post post, FakeSmtpServer smtp) {
    // where a limit is short, a try may meet it before it meets the fault
    DeliveryStatus status =
        Post.await()
            .alias("all mail waits, for this fault, and no rule is unused")
            .until(post.delivery()::status, now -> isHeld(now) && smtp.unusedRules().isEmpty());
    assertThat(status.held().orElseThrow())
        .containsIgnoringCase(says)
        .doesNotContain(PASSWORD)
        .matches("\\P{Cntrl}*");
    assertThat(status.nextTry()).isPresent();
    Queue.Counts counts = post.spool().queue().counts();
    assertThat(counts.mails()).isEqualTo(1);
    assertThat(counts.dead()).isZero();
    assertThat(smtp.mails()).isEmpty();
  }

  private boolean isHeld(DeliveryStatus now) {
    return now.held()
        .filter(why -> why.toLowerCase(Locale.ROOT).contains(says.toLowerCase(Locale.ROOT)))
        .isPresent();
  }

  private static void sent(FakeSmtpServer smtp) {
    ReceivedMail mail = smtp.onlyMail();
    assertThat(mail.sender()).isEqualTo(Post.SENDER);
    assertThat(mail.recipientAddresses()).containsExactly("a@example.org");
  }

  @Override
  public String toString() {
    return name;
  }
}
