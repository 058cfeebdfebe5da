package org.postern.triggers.compat.transport;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.triggers.internal.run.CurrentRun;

/** The transport of every session in a script: connects to nothing, leaves by the run. */
public final class PosternTransport extends RunTransport {

  private boolean connected;

  /** For Jakarta Mail, which makes transports by this constructor. */
  public PosternTransport(Session session, URLName name) {
    super(session, name);
  }

  @Override
  public void connect(
      @Nullable String host, int port, @Nullable String user, @Nullable String password) {
    List<String> ignored = new ArrayList<>();
    if (host != null && !host.isBlank()) {
      ignored.add("host " + host);
    }
    if (port > 0) {
      ignored.add("port " + port);
    }
    if (user != null && !user.isBlank()) {
      ignored.add("user " + user);
    }
    if (password != null && !password.isEmpty()) {
      ignored.add("password");
    }
    CurrentRun.get().mail().ignored(ignored);
    connected = true;
  }

  @Override
  public boolean isConnected() {
    return connected;
  }

  @Override
  public void close() {
    connected = false;
  }

  @Override
  public void sendMessage(Message message, Address[] addresses) throws MessagingException {
    if (!connected) {
      throw new IllegalStateException("Not connected"); // as Jakarta Mail says it
    }
    Delivery.of(message, Optional.ofNullable(session), List.of(addresses));
  }
}
