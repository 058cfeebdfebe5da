package org.postern.auth.oauth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.SecretKeeper;

/**
 * A person's login, once, for the grant {@code refresh_token}: by a code that is entered on another
 * device (RFC 8628), or in a browser on this host (RFC 7636, RFC 8252). What is left of it is the
 * refresh token, encrypted in its file. One thread.
 */
public final class OAuthLogin {

  private final SettingValues values;
  private final SecretKeeper keeper;
  private final EndpointAccess access;
  private final Endpoints endpoints;

  private OAuthLogin(AuthContext context) {
    this.values = context.settings().values();
    this.keeper = context.keeper();
    this.access = new EndpointAccess(values, context.trust());
    this.endpoints = new Endpoints(values, access);
  }

  /**
   * For these settings, which are those of the scheme {@code oauth} with the grant {@code
   * refresh_token}; no I/O.
   */
  public static OAuthLogin of(AuthContext context) {
    return new OAuthLogin(context);
  }

  /**
   * Begins a login on another device.
   *
   * @throws AuthException where the authorization server refuses or cannot be reached, or what the
   *     login brings could not be kept
   */
  public DeviceLogin device() throws AuthException {
    ready();
    return DeviceLogin.begin(values, endpoints);
  }

  /**
   * Begins a login in a browser on this host: listens on the loopback interface.
   *
   * @param port where the browser comes back to; 0 for any that is free
   * @throws AuthException where the port is taken, nothing names the authorization endpoint, or
   *     what the login brings could not be kept
   */
  public BrowserLogin browser(int port) throws AuthException {
    ready();
    return BrowserLogin.begin(values, endpoints, port);
  }

  /** Before anything is asked of a person: can what they bring be kept? */
  private void ready() throws AuthException {
    Path file = values.get(LoginKeys.REFRESH_TOKEN_FILE);
    try (SecretKeeper.Kept kept = keeper.open(file, RefreshSource.NAME)) {
      kept.secret();
    } catch (IOException unusable) {
      throw AuthException.permanent(
          "a login could not be kept: "
              + unusable.getMessage()
              + (Files.exists(file)
                  ? "; where the key of an earlier login is lost, remove " + file
                  : ""),
          unusable);
    }
  }

  /**
   * Keeps what a login brought.
   *
   * @return for whom it was
   * @throws AuthException where it cannot be kept, or there is no refresh token to keep
   */
  Done keep(TokenSource.AccessToken token) throws AuthException {
    Path file = values.get(LoginKeys.REFRESH_TOKEN_FILE);
    Secret refresh =
        token
            .refreshToken()
            .orElseThrow(
                () ->
                    AuthException.permanent(
                        "the login worked, but no refresh token came with it; Microsoft and many"
                            + " others want offline_access in the scope",
                        null));
    try (SecretKeeper.Kept kept = keeper.open(file, RefreshSource.NAME)) {
      kept.replace(refresh);
    } catch (IOException unwritable) {
      throw AuthException.permanent(
          "the login worked, but cannot be kept: " + unwritable.getMessage(), unwritable);
    }
    return new Done(file, TokenClaims.of(token.value().reveal()).flatMap(TokenClaims::mailbox));
  }

  /**
   * Waits until the person has entered the code, and keeps the login.
   *
   * @throws AuthException where the person refused or took too long
   * @throws InterruptedException when interrupted; nothing is kept
   */
  public Done finish(DeviceLogin login) throws AuthException, InterruptedException {
    return keep(login.await());
  }

  /**
   * Waits until the browser has come back, and keeps the login.
   *
   * @throws AuthException where the person refused or took too long
   * @throws InterruptedException when interrupted; nothing is kept
   */
  public Done finish(BrowserLogin login) throws AuthException, InterruptedException {
    return keep(login.await());
  }

  /**
   * A login that is kept.
   *
   * @param file where
   * @param user for whom, as the token says; empty where only the provider can read it
   */
  public record Done(Path file, Optional<String> user) {}
}
