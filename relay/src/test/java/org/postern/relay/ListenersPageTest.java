package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.TestCa;

/** docs/listeners.md says what is so. */
class ListenersPageTest {

  private static final Path PAGE = Path.of("..", "docs", "listeners.md");

  @TempDir private Path folder;

  @Test
  void everyExampleIsAcceptedAsItStands() throws Exception {
    ServerIdentity identity = TestCa.create().localhost();
    identity.writeChainPem(folder.resolve("relay.pem"));
    identity.writeKeyPem(folder.resolve("relay.key"));
    List<String> examples =
        Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL)
            .matcher(page())
            .results()
            .map(
                example ->
                    example.group(1).replace("postern.relay.hostname=relay.example.com\n", ""))
            .toList();

    assertThat(examples).hasSize(3);
    for (String example : examples) {
      assertThat(RunningListener.settings(folder, example).rules()).hasSize(2);
    }
  }

  @Test
  void everyRuleOfAListenerIsNamed() throws Exception {
    assertThat(ListenerRules.NAMES).allMatch(page()::contains);
  }

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }
}
