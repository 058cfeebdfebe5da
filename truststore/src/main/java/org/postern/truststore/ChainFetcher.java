package org.postern.truststore;

import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Looks at the chain that a server presents, without trusting it. Sends EHLO, STARTTLS and QUIT on
 * a STARTTLS port, and nothing but TLS itself on an implicit one: no credentials, ever. Follows no
 * address inside a certificate. The whole look is cut at the time-out, however slowly the server
 * trickles. Thread safe.
 */
public final class ChainFetcher {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  private final Trust trust;
  private final Clock clock;
  private final Duration timeout;

  /** Explains against {@code trust} at the system's time; gives up after 30 seconds. */
  public ChainFetcher(Trust trust) {
    this(trust, Clock.systemUTC(), DEFAULT_TIMEOUT);
  }

  /**
   * @param timeout for all of it: connecting to every address of the host, SMTP, TLS
   */
  public ChainFetcher(Trust trust, Clock clock, Duration timeout) {
    this.trust = trust;
    this.clock = clock;
    this.timeout = timeout;
  }

  /**
   * Connects, looks and leaves.
   *
   * @param host name, also an internationalised one, or address
   * @throws ChainFetchException if no chain came
   * @throws IllegalArgumentException if the host cannot be a name, or the port is none
   */
  public FetchedChain fetch(String host, int port, FetchMode mode) throws ChainFetchException {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
    }
    String name = host.contains(":") ? host.replaceAll("[\\[\\]]", "") : IDN.toASCII(host);
    Peer peer = Peer.of(name, port);
    FetchMode decided = mode.on(port);
    RecordingTrustManager recorder = new RecordingTrustManager();
    try (Deadline deadline = Deadline.in(timeout)) {
      Optional<SSLSession> session = handshake(peer, name, decided, recorder, deadline);
      return describe(peer, name, decided, recorder.presented(), session);
    }
  }

  private Optional<SSLSession> handshake(
      Peer peer, String host, FetchMode mode, RecordingTrustManager recorder, Deadline deadline)
      throws ChainFetchException {
    int port = peer.port().orElseThrow();
    try (Socket socket = connect(host, port, deadline)) {
      if (mode == FetchMode.STARTTLS) {
        new StartTlsTalk(socket, peer.address()).upgrade();
      }
      return Optional.of(tls(socket, host, port, mode, recorder));
    } catch (ChainFetchException e) {
      throw e;
    } catch (IOException e) {
      if (!recorder.presented().isEmpty()) {
        // the server broke off after its chain, perhaps for want of a certificate of ours
        return Optional.empty();
      }
      throw failure(peer, mode, e, deadline);
    }
  }

  private static Socket connect(String host, int port, Deadline deadline) throws IOException {
    IOException last = new UnknownHostException(host);
    for (InetAddress address : InetAddress.getAllByName(host)) {
      Socket socket = new Socket();
      deadline.closes(socket);
      try {
        socket.connect(new InetSocketAddress(address, port), deadline.shareInMillis());
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  private static SSLSession tls(
      Socket socket, String host, int port, FetchMode mode, RecordingTrustManager recorder)
      throws IOException {
    SSLSocket tls =
        (SSLSocket) context(recorder).getSocketFactory().createSocket(socket, host, port, false);
    tls.setUseClientMode(true);
    tls.startHandshake();
    SSLSession session = tls.getSession();
    if (mode == FetchMode.STARTTLS) {
      tls.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    tls.shutdownOutput();
    return session;
  }

  private static SSLContext context(RecordingTrustManager recorder) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {recorder}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  private FetchedChain describe(
      Peer peer,
      String host,
      FetchMode mode,
      List<X509Certificate> chain,
      Optional<SSLSession> session) {
    int port = peer.port().orElseThrow();
    ChainPath path = ChainPath.walk(chain, trust.certificates());
    boolean open = path.anchor().isEmpty();
    return new FetchedChain(
        host,
        port,
        mode,
        chain,
        session.map(SSLSession::getProtocol),
        session.map(SSLSession::getCipherSuite),
        new ChainExplainer(trust, clock).explain(chain, host, port),
        open ? path.topmostCa() : Optional.empty(),
        open && !CertificateKind.isSelfSigned(path.top())
            ? Optional.of(Printable.name(path.top().getIssuerX500Principal()))
            : Optional.empty(),
        open ? AuthorityAccess.caIssuers(path.top()) : Optional.empty());
  }

  private ChainFetchException failure(Peer peer, FetchMode mode, IOException e, Deadline deadline) {
    String what = Printable.text(String.valueOf(e.getMessage()));
    if (deadline.passed()) {
      return new ChainFetchException(
          peer.address()
              + ": no chain within "
              + timeout.toSeconds()
              + " s; check host, port and firewall"
              + (mode == FetchMode.STARTTLS
                  ? ", and whether this port wants implicit TLS"
                  : ", and whether this port wants STARTTLS"),
          e);
    }
    if (e instanceof UnknownHostException) {
      return new ChainFetchException(
          peer.address() + ": this name has no address; check its spelling and the DNS", e);
    }
    if (e instanceof SSLException) {
      return new ChainFetchException(
          peer.address()
              + ": the TLS handshake fails before the server shows a chain ("
              + what
              + "); the server must offer TLS 1.2 or 1.3"
              + (mode == FetchMode.IMPLICIT ? ", and perhaps this port wants STARTTLS" : ""),
          e);
    }
    return new ChainFetchException(
        peer.address() + ": cannot be reached (" + what + "); check host, port and firewall", e);
  }
}
