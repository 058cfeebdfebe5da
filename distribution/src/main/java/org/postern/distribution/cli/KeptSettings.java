package org.postern.distribution.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.auth.basic.BasicKeys;
import org.postern.auth.oauth.ClientKeys;
import org.postern.auth.oauth.LoginKeys;
import org.postern.auth.oauth.OAuthKeys;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.SettingKey;
import org.postern.crypto.CryptoException;
import org.postern.crypto.PropertiesFile;

/**
 * A property file after a set-up: what it said of where and how to log in gives way, every other
 * line stays as it was, since most of such a file may belong to another product.
 */
final class KeptSettings {

  private static final String BEGIN = "# Made by `postern init`.";
  private static final String END = "# End of what `postern init` made.";

  /** What a set-up decides; limits and times are not among them. */
  private static final Set<String> DECIDED =
      Stream.of(
              CoreKeys.PROVIDER,
              CoreKeys.HOST,
              CoreKeys.PORT,
              CoreKeys.SSL_ENABLED,
              CoreKeys.TLS_MODE,
              CoreKeys.SCHEME,
              CoreKeys.OAUTH_AUTHENTICATION,
              CoreKeys.SMTP_AUTHENTICATION,
              CoreKeys.USER,
              CoreKeys.FROM,
              CoreKeys.TENANT,
              BasicKeys.PASSWORD,
              OAuthKeys.GRANT,
              OAuthKeys.CLIENT_ID,
              OAuthKeys.CLIENT_SECRET,
              OAuthKeys.CLIENT_AUTH,
              OAuthKeys.TOKEN_URL,
              OAuthKeys.SCOPE,
              OAuthKeys.MECHANISM,
              ClientKeys.ISSUER,
              ClientKeys.KEY_FILE,
              ClientKeys.KEY_PASSWORD,
              ClientKeys.KEY_ALGORITHM,
              ClientKeys.KEY_ID,
              ClientKeys.CERTIFICATE_FILE,
              ClientKeys.ASSERTION_FILE,
              ClientKeys.MANAGED_IDENTITY,
              ClientKeys.MANAGED_IDENTITY_URL,
              ClientKeys.SERVICE_ACCOUNT,
              ClientKeys.SUBJECT,
              LoginKeys.AUTHORIZATION_URL,
              LoginKeys.DEVICE_URL)
          .map(SettingKey::name)
          .collect(Collectors.toUnmodifiableSet());

  private KeptSettings() {}

  /**
   * The file's new content.
   *
   * @param made what the set-up has to say, one line each
   */
  static byte[] with(Path file, String made) throws IOException {
    byte[] was = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    // one character is one byte, whatever the file's encoding
    String rest = withoutEarlier(new String(without(file, was), StandardCharsets.ISO_8859_1));
    String fresh = BEGIN + "\n" + made + END + "\n";
    String end = rest.contains("\r\n") ? "\r\n" : "\n";
    String gap = rest.isEmpty() ? "" : rest.endsWith("\n") ? end : end + end;
    byte[] block = (gap + fresh.replace("\n", end)).getBytes(StandardCharsets.UTF_8);
    return (rest + new String(block, StandardCharsets.ISO_8859_1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] without(Path file, byte[] content) {
    try {
      return PropertiesFile.without(content, DECIDED);
    } catch (CryptoException malformed) {
      throw CommandFailure.usage(
          file + ": " + malformed.getMessage() + ", then run this again; nothing was written");
    }
  }

  /** The comments of an earlier set-up go; lines that somebody added among them stay. */
  private static String withoutEarlier(String text) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END, Math.max(begin, 0));
    if (begin < 0 || end < 0) {
      return text.isBlank() ? "" : text;
    }
    String nl = text.contains("\r\n") ? "\r\n" : "\n";
    Predicate<String> own = line -> line.isBlank() || line.stripLeading().startsWith("#");
    List<String> added =
        text.substring(begin, end).lines().filter(own.negate()).map(line -> line + nl).toList();
    String after = text.substring(end + END.length()).stripLeading();
    String rest = text.substring(0, begin).stripTrailing() + nl + String.join("", added) + after;
    return rest.isBlank() ? "" : rest.stripLeading();
  }
}
