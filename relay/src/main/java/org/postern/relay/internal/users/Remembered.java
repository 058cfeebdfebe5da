package org.postern.relay.internal.users;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.postern.core.settings.Secret;

/**
 * Passwords that were right lately, so that a device that logs in for each mail does not cost a
 * good part of a second each time. Held is a MAC under a key of this process alone. Thread safe.
 */
final class Remembered {

  private static final long TIME = Duration.ofMinutes(10).toNanos();
  private static final int MOST = 1000;

  private final byte[] key = new byte[32];
  private final Map<String, Entry> entries = new HashMap<>();

  Remembered() {
    new SecureRandom().nextBytes(key);
  }

  private record Entry(byte[] mac, long since) {}

  /** True where this password was right for this hash. */
  synchronized boolean has(String name, Secret password, PasswordHash hash) {
    Entry entry = entries.get(name);
    return entry != null
        && System.nanoTime() - entry.since() < TIME
        && MessageDigest.isEqual(entry.mac(), mac(password, hash));
  }

  synchronized void add(String name, Secret password, PasswordHash hash) {
    if (entries.size() >= MOST) {
      entries.clear();
    }
    entries.put(name, new Entry(mac(password, hash), System.nanoTime()));
  }

  private byte[] mac(Secret password, PasswordHash hash) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(hash.hash());
      return mac.doFinal(password.reveal().getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HMAC", impossible);
    }
  }
}
