package org.postern.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request that the token endpoint received. Immutable.
 *
 * @param method {@code POST}, for a client that does it right
 * @param target path and query as sent
 * @param headers by name in lower case, values in the order received
 * @param form the fields of the body, decoded; the first value of a field that came twice
 * @param body the body as sent
 * @param clientAuth how the client proved itself
 * @param clientId the client id, decoded, from either place
 */
public record TokenRequest(
    String method,
    String target,
    Map<String, List<String>> headers,
    Map<String, String> form,
    String body,
    ClientAuth clientAuth,
    Optional<String> clientId) {

  /** How a client proves itself to the token endpoint (RFC 6749 section 2.3). */
  public enum ClientAuth {
    /** Not at all. */
    NONE,
    /** {@code client_secret_basic}: in the Authorization header. */
    BASIC,
    /** {@code client_secret_post}: in the form. */
    POST,
    /** In both places, which RFC 6749 section 2.3 forbids. */
    BOTH
  }

  public TokenRequest {
    headers = Map.copyOf(headers);
    form = Map.copyOf(form);
  }

  /** The first value of that header, the name in any case. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  /** The target up to the question mark. */
  public String path() {
    return target.split("\\?", 2)[0];
  }

  /** The fields after the question mark, decoded; empty where there is none. */
  public Map<String, String> query() {
    return target.contains("?") ? HttpExchange.form(target.split("\\?", 2)[1]) : Map.of();
  }

  /** Method, target and the names of the fields: values may be secret. */
  @Override
  public String toString() {
    return method + " " + target + " " + clientAuth + " fields " + form.keySet();
  }
}
