package org.postern.auth.oauth;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.postern.core.settings.Secret;

/**
 * An HTTP proxy. Immutable; {@code toString} shows no password.
 *
 * @param login what it wants to be shown; empty where it lets everybody out
 * @param source the setting or the variable that names it
 */
record HttpProxy(String host, int port, Optional<Login> login, String source) {

  /** A user name and a password. */
  record Login(String user, Secret password) {}

  /** Sends every request through it. */
  ProxySelector selector() {
    Proxy proxy = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return List.of(proxy);
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // the request fails too, and says it
      }
    };
  }

  /** Shows the login to this proxy, and to nobody else. */
  Optional<Authenticator> authenticator() {
    return login.map(
        given ->
            new Authenticator() {
              @Override
              protected PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY
                    ? new PasswordAuthentication(
                        given.user(), given.password().reveal().toCharArray())
                    : null;
              }
            });
  }

  /** {@code host:port}. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
