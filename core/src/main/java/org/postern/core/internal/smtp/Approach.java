package org.postern.core.internal.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
  private final Words words;

  Approach(Route route, Watchdog watchdog, Notes notes, Words words) {
    this.route = route;
    this.watchdog = watchdog;
    this.notes = notes;
    this.words = words;
  }

  /** The names of steps and the words for faults. */
  interface Words {

    /** The stage that a finding at this one counts to. */
    Stage counted(Stage stage);

    String name(Stage stage);

    /** The fault in this server's words. */
    SmtpFault said(SmtpFault fault);
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
      notes.found(fault(unknown));
      notes.found(
          Finding.notLookedAt(
              stage(Stage.CONNECT), words.name(Stage.CONNECT), "the name has no address"));
      return Optional.empty();
    }
    notes.good(
        words.counted(Stage.RESOLVE),
        words.name(Stage.RESOLVE),
        route.bareHost()
            + " has "
            + addresses.stream()
                .map(InetAddress::getHostAddress)
                .collect(Collectors.joining(", ")));
    Map<InetAddress, SmtpFault> dead = new LinkedHashMap<>();
    Optional<Wire> first = Optional.empty();
    for (InetAddress address : addresses) {
      try {
        Wire wire = dialler.dial(address);
        notes.good(
            words.counted(Stage.CONNECT),
            words.name(Stage.CONNECT),
            address.getHostAddress() + " answers");
        if (first.isPresent()) {
          wire.close();
        } else {
          first = Optional.of(wire);
        }
      } catch (SmtpFault fault) {
        dead.put(address, fault);
      }
    }
    boolean other = first.isPresent();
    dead.forEach((address, fault) -> notes.found(other ? hint(address, fault) : fault(fault)));
    return first;
  }

  private Finding fault(SmtpFault fault) {
    SmtpFault said = words.said(fault);
    return Notes.finding(words.name(fault.stage()), said);
  }

  /** An address that mail goes round. */
  private Finding hint(InetAddress address, SmtpFault fault) {
    String kind = address instanceof Inet6Address ? "IPv6" : "IPv4";
    return Finding.hint(
        stage(Stage.CONNECT),
        words.name(Stage.CONNECT),
        kind
            + " address "
            + address.getHostAddress()
            + " does not work, another one (IPv4 or IPv6) does: "
            + fault.explanation());
  }

  private String stage(Stage stage) {
    return Evidence.stage(words.counted(stage));
  }

  /** Looks at TLS alone, from the first byte on, and closes. */
  boolean byTls(Wire wire) {
    try {
      secured(tls().secure(wire));
      return true;
    } catch (SmtpFault fault) {
      SmtpFault said = words.said(fault);
      notes.found(
          Finding.fault("tls", words.name(fault.stage()), said.explanation(), Notes.evidence(said))
              .about(peer()));
      return false;
    } finally {
      wire.close();
    }
  }

  private void secured(SSLSession session) {
    List<X509Certificate> chain = Tls.certificates(session);
    Finding finding =
        ChainLines.endsSoon(chain)
            .map(soon -> Finding.hint("tls", words.name(Stage.TLS), soon))
            .orElseGet(() -> Finding.good("tls", words.name(Stage.TLS), Tls.describe(session)));
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
