package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.SettingKey;

class SpoolKeysTest {

  @Test
  void theDatabaseIsPostgres() {
    String url = "jdbc:postgresql://db.example.com:5433/postern?sslmode=verify-full";

    assertThat(SpoolKeys.URL.parse(url)).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://db.example.com/postern",
        "jdbc:sqlite:spool.db",
        "jdbc:postgresql://db.example.com/postern?password=hunter2",
        "jdbc:postgresql://db.example.com/postern?ssl=true&password=hunter2",
        "jdbc:postgresql://db.example.com/postern?sslkey=k.pk8&sslpassword=hunter2"
      })
  void anotherUrlIsRefusedAndAPasswordInItNotRepeated(String url) {
    assertThatThrownBy(() -> SpoolKeys.URL.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:postgresql://host/database")
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void eachKeyIsDescribedAndThePasswordIsASecret() {
    assertThat(SpoolKeys.all())
        .allSatisfy(
            key -> {
              assertThat(key.name()).startsWith("postern.spool.");
              assertThat(key.description()).endsWith(".");
            })
        .filteredOn(SettingKey::secret)
        .containsExactly(SpoolKeys.PASSWORD);
  }
}
