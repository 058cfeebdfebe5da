package org.postern.distribution.server;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.postern.core.settings.Secret;

/** Who may ask: whoever shows the token, as a bearer (RFC 6750 section 2.1). Thread safe. */
record Bearer(Secret token) {

  /** A token that nobody can guess. */
  static Bearer random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return new Bearer(Secret.of(HexFormat.of().formatHex(bytes)));
  }

  boolean shownBy(HttpExchange exchange) {
    String shown =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    // the time this takes says nothing about how much of a guess was right
    return MessageDigest.isEqual(
        ("Bearer " + token.reveal()).getBytes(StandardCharsets.UTF_8),
        shown.getBytes(StandardCharsets.UTF_8));
  }
}
