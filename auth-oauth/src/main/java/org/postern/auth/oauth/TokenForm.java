package org.postern.auth.oauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One token request as it is put together (RFC 6749 section 3.2). One thread. */
final class TokenForm {

  private final Map<String, String> fields = new LinkedHashMap<>();
  private Optional<String> authorization = Optional.empty();

  /** Sets a field; a blank one is left out. */
  TokenForm set(String name, String value) {
    if (!value.isBlank()) {
      fields.put(name, value);
    }
    return this;
  }

  /** Sets the header Authorization. */
  TokenForm authorization(String value) {
    authorization = Optional.of(value);
    return this;
  }

  Optional<String> authorization() {
    return authorization;
  }

  /** As {@code application/x-www-form-urlencoded}. */
  String encoded() {
    return fields.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
