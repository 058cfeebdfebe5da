package org.postern.auth.oauth;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.core.settings.SettingValues;
import org.postern.core.smtp.Deadline;
import org.postern.core.spi.AuthException;

/** A login on another device (RFC 8628): shows a code, waits until it was entered. One use. */
public final class DeviceLogin {

  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(5);
  private static final Duration MORE = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  /** What goes to a terminal, which obeys control characters. */
  private static final Pattern SHOWABLE = Pattern.compile("[^\\p{Cntrl}\\p{Cf}]{1,64}");

  private final TokenClient client;
  private final String deviceCode;
  private final String userCode;
  private final URI page;
  private final Optional<URI> pageWithCode;
  private final Deadline end;
  private Duration interval;

  private DeviceLogin(TokenClient client, Map<String, Object> begun) {
    this.client = client;
    this.deviceCode = String.valueOf(begun.get("device_code"));
    this.userCode = String.valueOf(begun.getOrDefault("user_code", ""));
    if (!SHOWABLE.matcher(userCode).matches()) {
      throw new IllegalArgumentException("user_code");
    }
    // Google and Microsoft say verification_url
    this.page = page(begun.getOrDefault("verification_uri", begun.get("verification_url")));
    this.pageWithCode =
        Optional.ofNullable(begun.get("verification_uri_complete")).map(DeviceLogin::page);
    this.end = Deadline.after(seconds(begun.get("expires_in"), LONGEST));
    this.interval = seconds(begun.get("interval"), USUAL_INTERVAL);
  }

  static DeviceLogin begin(SettingValues values, Endpoints endpoints) throws AuthException {
    TokenClient client = TokenClient.of(values, endpoints);
    URI url = endpoints.other(LoginKeys.DEVICE_URL, "device_authorization_endpoint");
    TokenForm form = new TokenForm().set("scope", values.find(OAuthKeys.SCOPE).orElse(""));
    TokenClient.Asked asked = client.ask(url, form, values.members(LoginKeys.PARAM));
    Map<String, Object> begun = asked.members();
    if (asked.answer().status() != 200 || !(begun.get("device_code") instanceof String)) {
      asked.token(); // says why in the words of the endpoint
      throw AuthException.permanent(
          TokenEndpoint.shown(url) + " began no login: it answered without a device_code", null);
    }
    try {
      return new DeviceLogin(client, begun);
    } catch (IllegalArgumentException malformed) {
      throw AuthException.permanent(
          TokenEndpoint.shown(url) + " began no login: it names no web page or no code to show",
          malformed);
    }
  }

  /** What the person enters. */
  public String userCode() {
    return userCode;
  }

  /** Where. */
  public URI page() {
    return page;
  }

  /** Where, with the code in it, for a picture that a telephone reads. */
  public Optional<URI> pageWithCode() {
    return pageWithCode;
  }

  /** How long that is good. */
  public Duration left() {
    return end.remaining();
  }

  /** Lets time pass between two requests. */
  interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  /** Asks again and again, as often as the server allows. */
  TokenSource.AccessToken await() throws AuthException, InterruptedException {
    return await(time -> Thread.sleep(time.toMillis()));
  }

  TokenSource.AccessToken await(Pause pause) throws AuthException, InterruptedException {
    Optional<AuthException> last = Optional.empty();
    while (!end.passed()) {
      pause.of(shorter(interval, end.remaining()));
      try {
        TokenClient.Asked asked =
            client.ask(
                (form, endpoint) -> form.set("grant_type", GRANT).set("device_code", deviceCode));
        switch (asked.error()) {
          case "authorization_pending" -> last = Optional.empty();
          case "slow_down" -> interval = interval.plus(MORE);
          default -> {
            return asked.token();
          }
        }
      } catch (AuthException refused) {
        if (refused.permanent()) {
          throw refused;
        }
        last = Optional.of(refused);
        interval = interval.plus(MORE); // RFC 8628 section 3.5: back off where there is no answer
      }
    }
    throw AuthException.permanent(
        last.map(fault -> "the code " + userCode + " has ended: " + fault.getMessage())
                .orElse("nobody entered the code " + userCode + " in time")
            + "; run `postern login` again",
        last.orElse(null));
  }

  private static URI page(Object named) {
    URI page = URI.create(String.valueOf(named));
    if (!"https".equalsIgnoreCase(page.getScheme()) && !"http".equalsIgnoreCase(page.getScheme())) {
      throw new IllegalArgumentException("no web page");
    }
    return page;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration seconds(Object value, Duration usual) {
    return value instanceof Number number && number.longValue() >= 0 && number.longValue() < 86_400
        ? Duration.ofSeconds(number.longValue())
        : usual;
  }
}
