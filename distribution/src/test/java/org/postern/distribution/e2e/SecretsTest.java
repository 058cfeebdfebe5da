package org.postern.distribution.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.distribution.e2e.Lab.Port;

/** Whatever goes well or wrong, no secret and no token is left in a file or an output. */
@NeedsLab
class SecretsTest {

  @Test
  void noSecretAndNoTokenIsLeftAnywhere() throws IOException {
    List<ConfDir> confs =
        List.of(
            ConfDir.basic(Port.SUBMISSION).starttls().ready(),
            ConfDir.basic(Port.SUBMISSION)
                .starttls()
                .is("postern.basic.mechanisms", "LOGIN")
                .ready(),
            ConfDir.basic(Port.SUBMISSION)
                .starttls()
                .is("mksis.logging.email.from", "nobody@lab.test")
                .ready(),
            ConfDir.oauth(Port.SUBMISSION).starttls().ready(),
            ConfDir.oauth(Port.XOAUTH2).starttls().ready(),
            ConfDir.oauth(Port.XOAUTH2)
                .starttls()
                .is("mksis.logging.email.from", "other@lab.test")
                .ready(),
            ConfDir.oauth(Port.SUBMISSION).starttls().security("clientID", "nobody").ready());
    for (ConfDir conf : confs) {
      Cli.on(conf, "settings");
      Cli.on(conf, "check");
      Cli.on(conf, "--debug", "send", "--to", "inbox@lab.test", "--subject", "s", "--text", "t");
      Cli.on(conf, "keys", "rotate").exits(0);
      Cli.on(conf, "--debug", "check", "--json");
    }

    for (ConfDir conf : confs) {
      try (Stream<Path> files = Files.walk(conf.dir())) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String text = new String(Files.readAllBytes(file), ISO_8859_1);
          assertThat(text).as("%s", file).doesNotContain(forbidden());
          // a JSON web token, and a SASL message that begins with "user=" or "n,a="
          assertThat(text).as("%s", file).doesNotContainPattern("eyJ[A-Za-z0-9_-]{20}");
          assertThat(text).as("%s", file).doesNotContainPattern("(dXNlcj|bixhP)[A-Za-z0-9+/=]{10}");
        }
      }
    }
  }

  private static List<String> forbidden() {
    return Stream.of(Lab.PASSWORD, Lab.CLIENT_SECRET)
        .flatMap(
            secret ->
                Stream.of(
                    latin(secret),
                    URLEncoder.encode(secret, UTF_8),
                    Base64.getEncoder().encodeToString(secret.getBytes(UTF_8))))
        .toList();
  }

  /** As its UTF-8 bytes look in a text read one byte a character. */
  private static String latin(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
