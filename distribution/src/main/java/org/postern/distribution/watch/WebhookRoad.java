package org.postern.distribution.watch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.core.settings.SettingsException;
import org.postern.core.smtp.Visible;
import org.postern.distribution.output.Json;
import org.postern.distribution.wiring.AlertKeys;

/**
 * By HTTP POST of JSON. The URL is taken for a secret, since whoever knows it may post there: only
 * its host is ever shown. No redirect is followed, and no answer read.
 */
final class WebhookRoad implements Road {

  private final URI url;
  private final Optional<Secret> token;
  private final Duration limit;
  private final String host;
  private final HttpClient client;

  private WebhookRoad(URI url, SettingValues values, SSLContext trust, String host) {
    this.url = url;
    this.token = values.find(AlertKeys.WEBHOOK_TOKEN);
    this.limit = values.get(AlertKeys.WEBHOOK_TIMEOUT);
    this.host = host;
    this.client =
        HttpClient.newBuilder()
            .sslContext(trust)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limit)
            .build();
  }

  /**
   * The one that the settings name, if any.
   *
   * @throws SettingsException where it is none, or would send the token in clear
   */
  static Optional<Road> of(MailSettings settings, SSLContext trust, String host) {
    return url(settings).map(url -> new WebhookRoad(url, settings.values(), trust, host));
  }

  /** Checks it, and shows no more of it than a message may. */
  static Optional<URI> url(MailSettings settings) {
    Optional<Secret> given = settings.values().find(AlertKeys.WEBHOOK);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    URI url;
    try {
      url = SettingKey.url(AlertKeys.WEBHOOK.name()).parse(given.get().reveal());
    } catch (IllegalArgumentException malformed) {
      // its message would show the URL
      throw refused(settings, "is not an https URL with a host", "write it as https://host/path");
    }
    if (!"https".equalsIgnoreCase(url.getScheme()) && !loopback(url.getHost())) {
      throw refused(settings, "is not https, and not on this host", "use https");
    }
    return Optional.of(url);
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public String carry(Notice notice) throws RoadException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "Postern")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    Json.of(notice.fields(host)), StandardCharsets.UTF_8));
    token.ifPresent(known -> request.header("Authorization", "Bearer " + known.reveal()));
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
    try {
      // the client's own time limit does not count a body that drips
      return judged(answer.get(limit.toNanos(), TimeUnit.NANOSECONDS).statusCode());
    } catch (TimeoutException slow) {
      throw slow();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof HttpTimeoutException
          ? slow()
          : new RoadException(
              url.getHost() + " cannot be reached: " + Visible.text(why(failed.getCause())), true);
    } finally {
      answer.cancel(true);
    }
  }

  private RoadException slow() {
    return new RoadException(
        url.getHost()
            + " did not answer within "
            + limit.toMillis()
            + " ms ("
            + AlertKeys.WEBHOOK_TIMEOUT
            + ")",
        true);
  }

  private String judged(int status) throws RoadException {
    if (status / 100 == 2) {
      return url.getHost() + " answered " + status;
    }
    String seen = url.getHost() + " answered " + status;
    if (status / 100 == 3) {
      throw new RoadException(seen + ", a redirect, which is not followed; set its target", false);
    }
    boolean again = status >= 500 || status == 408 || status == 429;
    String remedy =
        status == 401 || status == 403
            ? "; check " + AlertKeys.WEBHOOK_TOKEN + " and the URL"
            : again ? "" : "; check the URL of " + AlertKeys.WEBHOOK;
    throw new RoadException(seen + remedy, again);
  }

  private static String why(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null && root.getMessage() == null) {
      root = root.getCause();
    }
    return root instanceof IOException && root.getMessage() != null
        ? root.getMessage()
        : root.getClass().getSimpleName();
  }

  private static boolean loopback(String host) {
    boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
    try {
      return host.equalsIgnoreCase("localhost")
          || literal && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException malformed) {
      return false;
    }
  }

  private static SettingsException refused(MailSettings settings, String cause, String remedy) {
    return SettingsException.of(settings.problem(AlertKeys.WEBHOOK.name(), cause, remedy));
  }
}
