package org.postern.core;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.core.examination.Finding;
import org.postern.core.internal.mode.CaptureFolder;
import org.postern.core.internal.mode.Redirection;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.ModeKeys;
import org.postern.core.settings.SendingMode;
import org.postern.core.settings.TestMode;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Stage;
import org.postern.core.smtp.Visible;
import org.postern.core.vitals.Ending;
import org.postern.core.vitals.MailerStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between all senders of a test installation and the mailer that would reach real people.
 * Thread safe.
 */
final class TestModeMailer implements Mailer {

  private static final Logger LOG = LoggerFactory.getLogger(TestModeMailer.class);
  private static final int NAMED = 5;

  private final Opened opened = new Opened();
  private final Mailer live;
  private final TestMode mode;
  private final CaptureFolder folder;

  private TestModeMailer(Mailer live, TestMode mode) {
    this.live = live;
    this.mode = mode;
    this.folder = new CaptureFolder(mode.folder(), Clock.systemUTC());
  }

  static Mailer over(Mailer live, TestMode mode) {
    LOG.warn("{}. {}=live ends it", mode.inWords(), ModeKeys.MODE);
    return new TestModeMailer(live, mode);
  }

  @Override
  public DeliveryResult send(OutboundMessage message) {
    return send(message.messageId(), message.envelope(), message.body());
  }

  @Override
  public DeliveryResult send(Envelope envelope, MessageBody body) {
    return send("", envelope, body);
  }

  private DeliveryResult send(String messageId, Envelope envelope, MessageBody body) {
    return opened.during(
        () ->
            new DeliveryResult(
                messageId,
                switch (mode.mode()) {
                  case CAPTURE -> captured(envelope, body);
                  case REDIRECT -> redirected(envelope, body);
                  case ALLOWLIST -> filtered(envelope, body);
                  case LIVE -> throw new IllegalStateException("no test mode");
                }));
  }

  private List<RecipientResult> captured(Envelope envelope, MessageBody body) {
    try {
      Path file = folder.write(envelope, body);
      LOG.info("Captured mail for {} as {}", named(envelope), file);
      return unsent(envelope, "not sent, captured as " + file);
    } catch (IOException failed) {
      String why =
          "not captured, since "
              + folder
              + " cannot be written, or the mail not read: "
              + Visible.text(failed.toString())
              + "; it is to be tried again: look at the disk and at the rights of the folder";
      LOG.error("Mail for {} is {}", named(envelope), why);
      return all(envelope, Outcome.DEFERRED, Action.RETRY, why);
    }
  }

  private List<RecipientResult> redirected(Envelope envelope, MessageBody body) {
    Redirection redirection = new Redirection(mode.redirectTo());
    List<RecipientResult> results =
        live.send(redirection.of(envelope), redirection.of(envelope, body)).recipients();
    LOG.info("Mail for {} goes to {} instead", named(envelope), mode.redirectTo());
    redirection
        .missed(results)
        .forEach(
            one ->
                LOG.warn(
                    "The test mailbox {} did not get it: {}",
                    one.recipient(),
                    Visible.text(one.explanation())));
    return redirection.results(envelope, results);
  }

  private List<RecipientResult> filtered(Envelope envelope, MessageBody body) {
    List<MailAddress> allowed = envelope.recipients().stream().filter(mode::allows).toList();
    List<MailAddress> others =
        envelope.recipients().stream().filter(one -> !mode.allows(one)).toList();
    List<RecipientResult> results = new ArrayList<>();
    if (!others.isEmpty()) {
      others.forEach(
          one ->
              LOG.info(
                  "{} is not in {}: its mail is {}",
                  Visible.text(one.toString()),
                  ModeKeys.ALLOW,
                  mode.captures() ? "captured" : "dropped"));
      Envelope kept = only(others, envelope);
      results.addAll(
          mode.captures()
              ? captured(kept, body)
              : unsent(kept, "not sent, dropped, since it is not in " + ModeKeys.ALLOW));
    }
    if (!allowed.isEmpty()) {
      results.addAll(live.send(only(allowed, envelope), body).recipients());
    }
    Map<MailAddress, RecipientResult> each = new HashMap<>();
    results.forEach(one -> each.put(one.recipient(), one));
    return envelope.recipients().stream().map(each::get).toList();
  }

  private static Envelope only(List<MailAddress> recipients, Envelope envelope) {
    return new Envelope(envelope.sender(), recipients, envelope.dsn());
  }

  private static List<RecipientResult> unsent(Envelope envelope, String explanation) {
    return all(envelope, Outcome.ACCEPTED, Action.NONE, explanation);
  }

  private static List<RecipientResult> all(
      Envelope envelope, Outcome outcome, Action action, String explanation) {
    return DeliveryResult.ofAll("", envelope, outcome, action, Stage.MESSAGE, explanation)
        .recipients();
  }

  /** Some of the recipients, for the log. */
  private static String named(Envelope envelope) {
    List<MailAddress> all = envelope.recipients();
    String some = Visible.text(all.stream().limit(NAMED).toList().toString());
    return all.size() > NAMED ? some + " and " + (all.size() - NAMED) + " more" : some;
  }

  @Override
  public List<Ending> endings() {
    return live.endings();
  }

  @Override
  public MailerStatus vitals() {
    return live.vitals();
  }

  @Override
  public ConnectionReport probe() {
    return live.probe();
  }

  /** The server is asked for those that would get the mail; none is sent. */
  @Override
  public void examine(Optional<OutboundMessage> trial, Duration patience, Consumer<Finding> found) {
    live.examine(
        mode.mode() == SendingMode.REDIRECT
            ? trial.map(mail -> mail.with(new Redirection(mode.redirectTo()).of(mail.envelope())))
            : trial,
        patience,
        found);
  }

  @Override
  public void close() {
    opened.close(live::close);
  }
}
