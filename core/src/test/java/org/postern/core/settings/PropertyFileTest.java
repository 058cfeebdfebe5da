package org.postern.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertyFileTest {

  private static final String[] PIECES = {
    "key", "a", "=", ":", " ", "\t", "\\", "\\\\", "\n", "\r\n", "\r", "#", "!", "\\u0041", "é",
    "\\n", "\f", "=\\\n  ", "你"
  };

  @TempDir Path folder;

  @Test
  void anyFileMeansWhatItMeansToTheJdk() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 5000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(30); i > 0; i--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      Properties expected = new Properties();
      expected.load(new StringReader(text.toString()));
      Path file = Files.writeString(folder.resolve("p"), text);

      Properties ours = new Properties();
      PropertyFile.read(file).entries().forEach(e -> ours.put(e.key(), e.value()));

      assertThat(ours).as("%s", text).isEqualTo(expected);
    }
  }
}
