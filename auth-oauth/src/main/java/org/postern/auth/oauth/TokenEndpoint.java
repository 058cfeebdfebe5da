package org.postern.auth.oauth;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;

/**
 * One request to the token endpoint: redirects are not followed, the answer is bounded in size, and
 * the time limit covers its last byte (that of {@link HttpClient} ends with the headers).
 */
final class TokenEndpoint {

  static final int LARGEST_BODY = 1_000_000;

  private final URI url;
  private final Optional<HttpProxy> proxy;
  private final HttpClient http;
  private final Duration total;

  TokenEndpoint(URI url, SettingValues values, SSLContext trust, Optional<HttpProxy> proxy) {
    this(
        url,
        trust,
        proxy,
        values.get(OAuthKeys.CONNECT_TIMEOUT),
        values.get(OAuthKeys.TOTAL_TIMEOUT));
  }

  private TokenEndpoint(
      URI url, SSLContext trust, Optional<HttpProxy> proxy, Duration connect, Duration total) {
    this.url = url;
    this.proxy = proxy;
    this.total = total;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(trust)
            .connectTimeout(connect)
            .proxy(proxy.map(HttpProxy::selector).orElse(HttpClient.Builder.NO_PROXY));
    proxy.flatMap(HttpProxy::authenticator).ifPresent(builder::authenticator);
    this.http = builder.build();
  }

  /** What the endpoint answered; the body is unpacked. */
  record Answer(int status, HttpHeaders headers, byte[] body) {}

  Answer post(String form, Optional<String> authorization) throws AuthException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return send(request.build());
  }

  /** Asks by GET: metadata servers and the metadata of an issuer. */
  Answer get(Map<String, String> headers) throws AuthException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).header("Accept", "application/json").GET();
    headers.forEach(request::header);
    return send(request.build());
  }

  private Answer send(HttpRequest request) throws AuthException {
    CompletableFuture<HttpResponse<byte[]>> sending =
        http.sendAsync(request, info -> new BoundedBody(LARGEST_BODY));
    try {
      HttpResponse<byte[]> response = sending.get(total.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() == 407 && proxy.isPresent()) {
        throw needsLogin(proxy.get(), null);
      }
      return new Answer(response.statusCode(), response.headers(), unpacked(response));
    } catch (TimeoutException tooSlow) {
      sending.cancel(true);
      throw temporary(
          "did not answer completely within "
              + total.toMillis()
              + " ms (postern.oauth.timeout.total)",
          tooSlow);
    } catch (ExecutionException failed) {
      throw explained(failed.getCause());
    } catch (InterruptedException interrupted) {
      sending.cancel(true);
      Thread.currentThread().interrupt();
      throw temporary("was not waited for: interrupted", interrupted);
    } catch (IOException broken) {
      throw temporary("sent an answer that cannot be unpacked: " + broken.getMessage(), broken);
    }
  }

  /** Host and path, without the query. */
  static String shown(URI url) {
    return url.getHost()
        + (url.getPort() < 0 ? "" : ":" + url.getPort())
        + Optional.ofNullable(url.getPath()).orElse("");
  }

  private AuthException explained(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof CertificateException || t instanceof CertPathBuilderException) {
        return AuthException.permanent(
            "the certificate of the token endpoint "
                + shown(url)
                + " is not trusted: "
                + t.getMessage()
                + "; import the CA that issued it with `postern truststore import FILE`, or see"
                + " the chain with `postern truststore fetch "
                + url.getHost()
                + ":"
                + (url.getPort() < 0 ? 443 : url.getPort())
                + " --implicit`",
            cause);
      }
    }
    if (cause instanceof BoundedBody.TooLarge) {
      return temporary("sent more than " + LARGEST_BODY + " bytes", cause);
    }
    if (proxy.isPresent()) {
      return throughProxy(proxy.get(), cause);
    }
    if (cause instanceof SSLException) {
      return temporary("failed in TLS: " + cause.getMessage(), cause);
    }
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof UnresolvedAddressException) {
        return temporary("has a host name that is not known; check DNS and the URL", cause);
      }
    }
    return temporary(
        (cause instanceof ConnectException ? "cannot be reached" : "broke the connection")
            + Optional.ofNullable(cause.getMessage()).map(m -> " (" + m + ")").orElse("")
            + "; check host, port, firewall and proxy",
        cause);
  }

  private AuthException throughProxy(HttpProxy through, Throwable cause) {
    String said = String.valueOf(cause.getMessage());
    String what = " (" + said + ")";
    if (said.matches(".*\\b407\\b.*") || said.contains("authentication")) {
      return needsLogin(through, cause);
    }
    if (said.contains("Tunnel failed")) {
      return AuthException.permanent(
          "the proxy " + through + " refuses the way to " + shown(url) + what + "; have it allowed",
          cause);
    }
    if (cause instanceof SSLException) {
      return temporary("failed in TLS through the proxy " + through + what, cause);
    }
    return AuthException.temporary(
        "the proxy "
            + through
            + (cause instanceof ConnectException ? " cannot be reached" : " broke the connection")
            + what
            + "; check "
            + through.source(),
        Optional.empty(),
        cause);
  }

  private static AuthException needsLogin(HttpProxy through, @Nullable Throwable cause) {
    boolean basicIsOff =
        through.login().isPresent()
            && !"".equals(System.getProperty("jdk.http.auth.tunneling.disabledSchemes"));
    return AuthException.permanent(
        "the proxy "
            + through
            + " wants authentication (407); "
            + (basicIsOff
                ? "if it wants a password, start Java with"
                    + " -Djdk.http.auth.tunneling.disabledSchemes= (bin/postern does)"
                : "check " + HttpKeys.PROXY_USER + " and " + HttpKeys.PROXY_PASSWORD),
        cause);
  }

  private AuthException temporary(String what, Throwable cause) {
    return AuthException.temporary(
        "the token endpoint " + shown(url) + " " + what, Optional.empty(), cause);
  }

  /** Some servers pack without being asked; a bomb ends at the limit. */
  private static byte[] unpacked(HttpResponse<byte[]> response) throws IOException {
    boolean packed =
        response
            .headers()
            .firstValue("Content-Encoding")
            .filter("gzip"::equalsIgnoreCase)
            .isPresent();
    if (!packed) {
      return response.body();
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      byte[] body = in.readNBytes(LARGEST_BODY + 1);
      if (body.length > LARGEST_BODY) {
        throw new IOException("more than " + LARGEST_BODY + " bytes when unpacked");
      }
      return body;
    }
  }
}
