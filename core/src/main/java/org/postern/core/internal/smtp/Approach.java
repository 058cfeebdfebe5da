package org.postern.core.internal.smtp;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;
import org.postern.core.diagnosis.Evidence;
import org.postern.core.examination.Finding;
import org.postern.core.examination.TlsPeer;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.Stage;

/**
 * Goes up to a server step by step, and notes each: its name, every address, and what comes before
 * a login. One thread.
 */
final class Approach {

  private final Route route;
  private final Watchdog watchdog;
  private final Notes notes;
  private final String whose;

  /**
   * @param whose the server, before the names of its steps; "" for the mail server
   */
  Approach(Route route, Watchdog watchdog, Notes notes, String whose) {
    this.route = route;
    this.watchdog = watchdog;
    this.notes = notes;
    this.whose = whose.isEmpty() ? "" : whose + " ";
  }

  /** A connection that is ready for a login; empty where something is in the way. */
  Optional<SmtpConnection> toLogin() {
    Set<Stage> ahead = new LinkedHashSet<>(stages());
    Optional<Wire> wire = link();
    if (wire.isEmpty()) {
      ahead.forEach(stage -> notes.skipped(stage, "there is no connection to the mail server"));
      return Optional.empty();
    }
    try {
      return Optional.of(greeter(new Heard(ahead)).greet(wire.get()));
    } catch (SmtpFault fault) {
      ahead.remove(fault.stage());
      Finding finding = Notes.finding(Notes.name(fault.stage()), fault);
      notes.found(fault.stage() == Stage.TLS ? finding.about(peer()) : finding);
      ahead.forEach(stage -> notes.skipped(stage, Notes.name(fault.stage()) + " failed"));
      return Optional.empty();
    }
  }

  /** A further connection up to the login, of which nothing is noted. */
  SmtpConnection unnoted() throws SmtpFault {
    return greeter(Steps.UNHEARD).greet();
  }

  /** A TCP connection by the first address that has one; every address is tried. */
  Optional<Wire> link() {
    Dialler dialler = new Dialler(route, watchdog);
    List<InetAddress> addresses;
    try {
      addresses = dialler.addresses();
    } catch (SmtpFault unknown) {
      notes.fault(whose + "name", unknown);
      notes.found(Finding.notLookedAt("connect", whose + "connect", "the name has no address"));
      return Optional.empty();
    }
    notes.good(
        Stage.RESOLVE,
        whose + "name",
        route.bareHost()
            + " has "
            + addresses.stream()
                .map(InetAddress::getHostAddress)
                .collect(Collectors.joining(", ")));
    List<Finding> dead = new ArrayList<>();
    Optional<Wire> first = Optional.empty();
    for (InetAddress address : addresses) {
      try {
        Wire wire = dialler.dial(address);
        notes.good(Stage.CONNECT, whose + "connect", address.getHostAddress() + " answers");
        if (first.isPresent()) {
          wire.close();
        } else {
          first = Optional.of(wire);
        }
      } catch (SmtpFault fault) {
        dead.add(Notes.finding(whose + "connect", fault));
      }
    }
    boolean other = first.isPresent();
    dead.forEach(
        finding ->
            notes.found(
                other
                    ? Finding.hint(
                        finding.stage(),
                        finding.name(),
                        "another address answers, but not this one: " + finding.seen())
                    : finding));
    return first;
  }

  /** Looks at TLS alone, from the first byte on, and closes. */
  boolean byTls(Wire wire) {
    try {
      secured(tls().secure(wire));
      return true;
    } catch (SmtpFault fault) {
      String seen =
          fault.getCause() == null
              ? fault.explanation()
              : Explain.at(Stage.TLS, route)
                  + fault.getCause().getMessage()
                  + "; does this port speak https, or is a proxy in between?";
      notes.found(
          Finding.fault("tls", whose + "tls", seen, Evidence.said(Stage.TLS, seen)).about(peer()));
      return false;
    } finally {
      wire.close();
    }
  }

  private void secured(SSLSession session) {
    List<X509Certificate> chain = Tls.certificates(session);
    Finding finding =
        ChainLines.endsSoon(chain)
            .map(soon -> Finding.hint("tls", whose + "tls", soon))
            .orElseGet(() -> Finding.good("tls", whose + "tls", Tls.describe(session)));
    notes.found(finding.with(ChainLines.of(chain)).about(peer()));
  }

  private Greeter greeter(Steps steps) {
    return new Greeter(route, watchdog, new DeadAddresses(), tls(), steps);
  }

  private Tls tls() {
    return new Tls(route, () -> new ChainProbe(route, watchdog).look());
  }

  private TlsPeer peer() {
    return new TlsPeer(route.bareHost(), route.port(), route.tls() == TlsMode.STARTTLS);
  }

  private List<Stage> stages() {
    return switch (route.tls()) {
      case NONE -> Arrays.asList(Stage.BANNER, Stage.EHLO);
      case STARTTLS -> Arrays.asList(Stage.BANNER, Stage.EHLO, Stage.STARTTLS, Stage.TLS);
      case IMPLICIT -> Arrays.asList(Stage.TLS, Stage.BANNER, Stage.EHLO);
    };
  }

  /** Notes what the greeter has done, and takes it off the list of what lies ahead. */
  private final class Heard implements Steps {

    private final Set<Stage> ahead;

    private Heard(Set<Stage> ahead) {
      this.ahead = ahead;
    }

    @Override
    public void done(Stage stage, Supplier<String> seen) {
      ahead.remove(stage);
      if (stage != Stage.TLS) { // noted with its certificates
        notes.good(stage, Notes.name(stage), seen.get());
      }
    }

    @Override
    public void secured(SSLSession session) {
      Approach.this.secured(session);
    }
  }
}
