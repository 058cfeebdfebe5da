package org.postern.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingsException;
import org.postern.relay.internal.listen.Door;
import org.postern.relay.internal.listen.PipeSession;
import org.postern.relay.internal.listen.Rules;
import org.postern.relay.internal.listen.Server;
import org.postern.relay.internal.listen.Tally;

/**
 * Takes mail by SMTP (RFC 5321) and leaves it in an {@link Inlet}; its 250 means that the inlet has
 * made the mail durable. Thread safe.
 */
public final class SmtpListener {

  private final Server server;
  private final Inlet inlet;
  private final Tally tally;

  private SmtpListener(Server server, Inlet inlet, Tally tally) {
    this.server = server;
    this.inlet = inlet;
    this.tally = tally;
  }

  /**
   * Listens; returns once all addresses are bound.
   *
   * @throws IOException where one address cannot be had: the message names it and its setting, and
   *     nothing listens
   */
  public static SmtpListener start(ListenerSettings settings, Inlet inlet) throws IOException {
    Tally tally = new Tally();
    Server server =
        new Server(door(settings, inlet, tally), Duration.ofSeconds(1), Clock.systemDefaultZone());
    SmtpListener listener = new SmtpListener(server, inlet, tally);
    try {
      listener.apply(settings);
      return listener;
    } catch (IOException taken) {
      server.close();
      throw taken;
    }
  }

  /**
   * Listens by other settings from now on. Addresses that stay are never let go of; clients of
   * before come to the end of their mail and are then asked to connect again. Counts go on.
   *
   * @throws IOException where one address cannot be had: the message names it and its setting, and
   *     all stays as it was
   */
  public void apply(ListenerSettings settings) throws IOException {
    server.listen(
        settings.rules(),
        door(settings, inlet, tally),
        settings.connections(),
        settings.connectionsPerAddress());
  }

  private static Door door(ListenerSettings settings, Inlet inlet, Tally tally) {
    return new Door(inlet::admit, inlet::receive, inlet::commit, settings.users()::verify, tally);
  }

  /**
   * Speaks SMTP through a pipe, as {@code sendmail -bs} does: with the rules of programs on this
   * host, without login and TLS. Returns at QUIT or at the end of the input.
   *
   * @param folder of the settings
   * @throws SettingsException where the settings of the relay cannot be used
   * @throws IOException where the other side is gone
   */
  public static void converse(
      MailSettings settings, Path folder, Inlet inlet, InputStream in, OutputStream out)
      throws IOException {
    converse(settings, folder, inlet, "smtp (local)", in, out);
  }

  /**
   * As above.
   *
   * @param caller who speaks, as log, queue and Received name it: printable ASCII, such as {@code
   *     sendmail uid=33 user=www-data}
   */
  public static void converse(
      MailSettings settings,
      Path folder,
      Inlet inlet,
      String caller,
      InputStream in,
      OutputStream out)
      throws IOException {
    Rules rules = ListenerSettings.local(settings, folder);
    Door.Logins nobody = (name, password) -> false;
    Door door = new Door(inlet::admit, inlet::receive, inlet::commit, nobody, new Tally());
    PipeSession.run(caller, in, out, rules, door);
  }

  /** Where it listens. */
  public List<InetSocketAddress> addresses() {
    return server.addresses();
  }

  /** What it has done so far. */
  public Status status() {
    return new Status(
        server.connections(),
        tally.connections(),
        tally.connectionsTurnedAway(),
        tally.accepted(),
        tally.acceptedBytes(),
        tally.refused(),
        tally.deferred(),
        tally.failedLogins());
  }

  /**
   * Takes no more connections, tells idle clients to come again, waits for mails that are coming
   * in, and after {@code limit} ends what is left. No mail that got 250 is touched by that.
   */
  public void stop(Duration limit) throws InterruptedException {
    server.stop(limit);
  }

  /**
   * Counts since the start.
   *
   * @param open connections that are open now
   * @param connections that were let in
   * @param turnedAway connections for which there was no room, or that are not allowed
   * @param accepted mails that got 250
   * @param acceptedBytes their bytes
   * @param refused mails and recipients that got 5xx
   * @param deferred mails and recipients that got 4xx
   * @param failedLogins with a wrong name or password
   */
  public record Status(
      int open,
      long connections,
      long turnedAway,
      long accepted,
      long acceptedBytes,
      long refused,
      long deferred,
      long failedLogins) {}
}
