package org.example.secretfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.core.spi.Credentials;

/** Scheme {@code secret-file}: the password is in a file, read anew for each connection. */
public final class SecretFileProvider implements AuthStrategyProvider {

  private static final SettingKey<Path> FILE =
      SettingKey.path("postern.secret_file.path")
          .asRequired()
          .describedAs("The file that holds the password, and nothing else.");

  @Override
  public String scheme() {
    return "secret-file";
  }

  @Override
  public Set<SettingKey<?>> keys() {
    return Set.of(CoreKeys.USER.asRequired(), FILE);
  }

  @Override
  public AuthStrategy create(AuthContext context) {
    SettingValues values = context.settings().values();
    return () -> login(values.get(CoreKeys.USER), values.get(FILE));
  }

  private static Credentials login(String user, Path file) throws AuthException {
    try {
      Secret password = Secret.of(Files.readString(file).strip());
      return new Credentials.Password(user, password, List.of("SCRAM-SHA-256", "PLAIN"), false);
    } catch (IOException unreadable) {
      throw AuthException.permanent(file + " cannot be read; correct its rights", unreadable);
    }
  }
}
