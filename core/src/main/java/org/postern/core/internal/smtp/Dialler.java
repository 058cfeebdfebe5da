package org.postern.core.internal.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.postern.core.smtp.Stage;
import org.postern.core.smtp.Visible;

/** Makes TCP connections to the mail server's addresses. Thread safe. */
final class Dialler {

  private final Route route;
  private final Watchdog watchdog;

  Dialler(Route route, Watchdog watchdog) {
    this.route = route;
    this.watchdog = watchdog;
  }

  /** All addresses that the name has now. */
  List<InetAddress> addresses() throws SmtpFault {
    try {
      List<InetAddress> addresses = route.resolver().resolve(route.host());
      if (!addresses.isEmpty()) {
        return addresses;
      }
    } catch (UnknownHostException unknown) {
      // answered below, as a name without any address
    }
    throw SmtpFault.ours(
        Stage.RESOLVE,
        Verdict.RETRY,
        Explain.at(Stage.RESOLVE, route)
            + "the name has no address now; check the host name and this host's DNS");
  }

  /** A connection to this address. */
  Wire dial(InetAddress address) throws SmtpFault {
    TimeLimit limit = route.limits().connect();
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(
          new InetSocketAddress(address, route.port()),
          Math.toIntExact(Math.max(1, limit.duration().toMillis())));
      return new Wire(socket, watchdog);
    } catch (SocketTimeoutException late) {
      throw failed(socket, address, "no answer within " + limit, late);
    } catch (IOException refused) {
      throw failed(socket, address, Visible.text(String.valueOf(refused.getMessage())), refused);
    }
  }

  private SmtpFault failed(Socket socket, InetAddress address, String why, IOException cause) {
    try {
      socket.close();
    } catch (IOException nothingToSave) {
      cause.addSuppressed(nothingToSave);
    }
    return new SmtpFault(
        Stage.CONNECT,
        Verdict.RETRY,
        Optional.empty(),
        Explain.at(Stage.CONNECT, route)
            + address.getHostAddress()
            + ": "
            + why
            + "; check host, port and firewall",
        Optional.of(new LinkException(LinkException.Kind.CLOSED, why, cause)));
  }
}
