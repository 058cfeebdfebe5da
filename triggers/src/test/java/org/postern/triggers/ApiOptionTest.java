package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.triggers.compat.com.mks.api.Option;

class ApiOptionTest {

  @ParameterizedTest
  @CsvSource({
    "password,      Geheim-17,           --password=***",
    "pwd,           Geheim-17,           --pwd=***",
    "accessToken,   Geheim-17,           --accessToken=***",
    "api-key,       Geheim-17,           --api-key=***",
    "field,         Mail Passwd=Geheim-17, --field=Mail Passwd=***",
    "field,         State=Open,          --field=State=Open",
    "fields,        'ID,Summary',        '--fields=ID,Summary'",
    "yes,           '',                  --yes",
  })
  void whatIsNamedLikeASecretIsNotShown(String name, String value, String shown) {
    assertThat(new Option(name, value)).hasToString(shown);
  }
}
