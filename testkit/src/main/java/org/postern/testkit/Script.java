package org.postern.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * What a provider is to do, as text: one sentence a line, the grammar in the testkit's page of the
 * documentation. Says nothing that cannot be said in Java on {@link FakeProvider}. Immutable.
 *
 * <pre>
 * at rcpt for late@example.com reply 451 4.7.1 try later
 * token next fault html-login
 * limit connections 1
 * </pre>
 */
public final class Script {

  private static final List<String> BEGINNINGS =
      List.of("at", "token", "device", "browser", "limit", "forbid");

  private static final Map<String, BiFunction<ProviderLimits, Long, ProviderLimits>> LIMITS =
      new LinkedHashMap<>();

  static {
    LIMITS.put("connections", (limits, n) -> limits.connections(Math.toIntExact(n)));
    LIMITS.put("messages-per-minute", (limits, n) -> limits.messagesPerMinute(Math.toIntExact(n)));
    LIMITS.put("recipients-per-day", (limits, n) -> limits.recipientsPerDay(Math.toIntExact(n)));
    LIMITS.put(
        "recipients-per-message", (limits, n) -> limits.recipientsPerMessage(Math.toIntExact(n)));
    LIMITS.put("message-bytes", ProviderLimits::messageBytes);
  }

  private final List<Consumer<FakeProvider>> sentences;

  private Script(List<Consumer<FakeProvider>> sentences) {
    this.sentences = List.copyOf(sentences);
  }

  /**
   * Reads a script.
   *
   * @param name stands before the number of the line in messages
   * @throws IllegalArgumentException with all problems, one a line, each with its remedy
   */
  public static Script parse(String name, String text) {
    List<Consumer<FakeProvider>> sentences = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      try {
        sentences.add(sentence(new ScriptLine(line)));
      } catch (ScriptLine.Fault fault) {
        problems.add(name + ":" + number + ": " + fault.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return new Script(sentences);
  }

  /** As {@link #parse}, from a file in UTF-8. */
  public static Script read(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file));
  }

  private static Consumer<FakeProvider> sentence(ScriptLine line) {
    String beginning = line.word("the sentence");
    switch (beginning) {
      case "at" -> {
        Consumer<FakeSmtpServer> rule = RuleSyntax.read(line);
        return provider -> rule.accept(provider.smtp());
      }
      case "token" -> {
        Consumer<FakeTokenEndpoint> answer = TokenSyntax.token(line);
        return provider -> answer.accept(provider.tokenEndpoint());
      }
      case "device" -> {
        Consumer<FakeTokenEndpoint> answer = TokenSyntax.device(line);
        return provider -> answer.accept(provider.tokenEndpoint());
      }
      case "browser" -> {
        Consumer<BrowserLogins> change = TokenSyntax.browser(line);
        return provider -> change.accept(provider.tokenEndpoint().browsers());
      }
      case "limit" -> {
        BiFunction<ProviderLimits, Long, ProviderLimits> limit = line.oneOf("the limit", LIMITS);
        long number = line.count("the limit");
        line.end();
        return provider -> provider.limits(limit.apply(provider.limits(), number));
      }
      case "forbid" -> {
        String mechanism = line.word("the mechanism (* for all)");
        String[] reply = RuleSyntax.reply(line);
        return provider -> provider.forbidLogin(mechanism, reply);
      }
      default -> throw ScriptLine.unknown("the beginning", beginning, BEGINNINGS);
    }
  }

  /** Puts all sentences in force, the first one first; of two rules that fit, the last counts. */
  public void applyTo(FakeProvider provider) {
    sentences.forEach(sentence -> sentence.accept(provider));
  }

  /** How many sentences. */
  @Override
  public String toString() {
    return sentences.size() + " sentences";
  }
}
