package org.postern.core.internal.smtp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;

/**
 * Brings a connection to the point where a login may begin: address, greeting, EHLO, TLS. Nothing
 * that was learned before TLS is believed after it (RFC 3207 section 4.2). One use.
 */
final class Greeter {

  private final Route route;
  private final Dialler dialler;
  private final DeadAddresses dead;
  private final Tls tls;
  private final Steps steps;

  Greeter(Route route, Watchdog watchdog, DeadAddresses dead, Tls tls, Steps steps) {
    this.route = route;
    this.dead = dead;
    this.dialler = new Dialler(route, watchdog);
    this.tls = tls;
    this.steps = steps;
  }

  /**
   * A connection ready for login; tries every address of the host.
   *
   * @throws SmtpFault where no address led so far
   */
  SmtpConnection greet() throws SmtpFault {
    return introduced(firstThatGreets());
  }

  /** As {@link #greet}, on a link that is there already. */
  SmtpConnection greet(Wire wire) throws SmtpFault {
    return introduced(greeted(wire));
  }

  private SmtpConnection introduced(Wire wire) throws SmtpFault {
    boolean ready = false;
    try {
      SmtpConnection connection = introduce(wire);
      ready = true;
      return connection;
    } catch (LinkException link) {
      throw SmtpFault.lost(Stage.EHLO, link, route);
    } finally {
      if (!ready) {
        wire.quit(route.limits().farewell());
      }
    }
  }

  private Wire firstThatGreets() throws SmtpFault {
    List<InetAddress> addresses = dead.last(dialler.addresses());
    List<SmtpFault> faults = new ArrayList<>();
    for (InetAddress address : addresses) {
      try {
        Wire wire = dialler.dial(address);
        steps.done(Stage.CONNECT, () -> "connected to " + address.getHostAddress());
        Wire greeted = greeted(wire);
        dead.answered(address);
        return greeted;
      } catch (SmtpFault fault) {
        if (!fault.linkClosed() || fault.verdict().equals(Verdict.HOLD)) {
          throw fault; // this host has answered: its other addresses will say the same
        }
        dead.failed(address);
        faults.add(fault);
      }
    }
    if (faults.size() == 1) {
      throw faults.get(0);
    }
    throw SmtpFault.ours(
        faults.get(faults.size() - 1).stage(),
        Verdict.RETRY,
        "none of the "
            + faults.size()
            + " addresses of the host works: "
            + faults.stream().map(SmtpFault::explanation).collect(Collectors.joining("; ")));
  }

  private Wire greeted(Wire wire) throws SmtpFault {
    boolean greeted = false;
    try {
      if (route.tls() == TlsMode.IMPLICIT) {
        SSLSession session = tls.secure(wire);
        steps.secured(session);
        steps.done(Stage.TLS, () -> Tls.describe(session));
      }
      SmtpReply banner = wire.reply(route.limits().greeting());
      if (!banner.positive()) {
        throw SmtpFault.refused(Stage.BANNER, banner, route);
      }
      steps.done(Stage.BANNER, banner::toString);
      greeted = true;
      return wire;
    } catch (LinkException link) {
      throw SmtpFault.lost(Stage.BANNER, link, route, Verdict.RETRY.advising(bannerAdvice(link)));
    } finally {
      if (!greeted) {
        wire.quit(route.limits().farewell());
      }
    }
  }

  private SmtpConnection introduce(Wire wire) throws SmtpFault, LinkException {
    Optional<Capabilities> offered = ehlo(wire);
    if (route.tls() != TlsMode.STARTTLS) {
      return new SmtpConnection(route, wire, offered);
    }
    if (offered.isEmpty() || !offered.get().offers("STARTTLS")) {
      throw SmtpFault.ours(
          Stage.STARTTLS,
          Verdict.RETRY,
          Explain.at(Stage.STARTTLS, route)
              + "the server offers no STARTTLS, so nothing was sent to it; switch it on there, or, "
              + "if the port expects TLS from the first byte, set postern.tls.mode=implicit");
    }
    startTls(wire);
    return new SmtpConnection(route, wire, ehlo(wire));
  }

  private void startTls(Wire wire) throws SmtpFault {
    try {
      wire.command("STARTTLS", route.limits().command());
      SmtpReply reply = wire.reply(route.limits().command());
      if (!reply.positive()) {
        throw SmtpFault.refused(
            Stage.STARTTLS,
            reply,
            route,
            Verdict.RETRY.advising("nothing was sent in clear text; see the server's log"));
      }
      if (wire.hasSurplus()) {
        wire.close();
        throw SmtpFault.ours(
            Stage.STARTTLS,
            Verdict.RETRY,
            Explain.at(Stage.STARTTLS, route)
                + "text came in clear behind the answer to STARTTLS, as an attacker would inject "
                + "it; the connection was dropped");
      }
    } catch (LinkException link) {
      throw SmtpFault.lost(Stage.STARTTLS, link, route);
    }
    steps.done(Stage.STARTTLS, () -> "the server goes on with TLS");
    SSLSession session = tls.secure(wire);
    steps.secured(session);
    steps.done(Stage.TLS, () -> Tls.describe(session));
  }

  /** What the server offers; empty where it knows no EHLO. */
  private Optional<Capabilities> ehlo(Wire wire) throws SmtpFault, LinkException {
    TimeLimit limit = route.limits().command();
    wire.command("EHLO " + EhloName.of(route, wire.localAddress()), limit);
    SmtpReply reply = wire.reply(limit);
    if (reply.code() == 500 || reply.code() == 502) {
      return Optional.empty();
    }
    if (!reply.positive()) {
      throw SmtpFault.refused(Stage.EHLO, reply, route);
    }
    Capabilities offered = Capabilities.of(reply);
    steps.done(Stage.EHLO, () -> "the server offers " + offered);
    return Optional.of(offered);
  }

  private String bannerAdvice(LinkException link) {
    if (link.kind() == LinkException.Kind.TLS_BYTES) {
      return "the server speaks TLS from the first byte: set postern.tls.mode=implicit";
    }
    if (link.kind() == LinkException.Kind.TIMED_OUT && route.tls() != TlsMode.IMPLICIT) {
      return "if this port expects TLS from the first byte, set postern.tls.mode=implicit";
    }
    return link.kind() == LinkException.Kind.GARBLED
        ? "check host and port: this is no SMTP server"
        : "";
  }
}
