package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of a notification. */
class NoticeTextTest {

  private final NoticeText text = new NoticeText("b");

  private List<String> lines() {
    return new String(text.all(), StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void linesEndAtBlanks() {
    text.wrapped("  ", "word ".repeat(20) + "end");
    assertThat(lines())
        .containsExactly("  " + "word ".repeat(14).strip(), "  word word word word word word end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ü", "😀", "ab cd", " "})
  void aWordWithoutEndIsBrokenAndLosesNothing(String part) {
    String word = "a" + part.repeat(2000) + "z";
    text.wrapped("  ", word);
    assertThat(lines()).allMatch(line -> line.length() <= 76).allMatch(line -> line.length() > 2);
    assertThat(String.join("", lines()).replace(" ", "")).isEqualTo(word.replace(" ", ""));
  }

  @Test
  void aFieldGoesOnInLinesThatBeginWithABlank() {
    text.field("X", "smtp; 550 " + "y".repeat(3000) + "  z");
    assertThat(lines().get(0)).startsWith("X: smtp; 550");
    assertThat(lines().subList(1, lines().size())).allMatch(line -> line.matches(" \\S.{0,74}"));
  }
}
