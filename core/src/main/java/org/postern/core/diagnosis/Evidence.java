package org.postern.core.diagnosis;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.core.smtp.EnhancedStatus;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;

/**
 * What was seen of a fault. Immutable; holds no secret.
 *
 * @param stage where it happened: {@link #stage(Stage)}, or one of {@code settings}, {@code files},
 *     {@code secrets}, {@code claims}; "" where it is not known, which fits every row
 * @param code the SMTP reply code, or the HTTP status of a token endpoint
 * @param status the enhanced status code (RFC 3463)
 * @param text the reply's text, the token endpoint's error and description, or our own words; its
 *     first 2,000 characters are kept
 * @param provider the provider's name as in {@code postern.provider}, where it is known
 */
public record Evidence(
    String stage,
    OptionalInt code,
    Optional<EnhancedStatus> status,
    String text,
    Optional<String> provider) {

  /** No reply says anything new after that. */
  private static final int LOOKED_AT = 2_000;

  private static final Pattern PASTED =
      Pattern.compile(
          "(?<![\\w.:/-])([2-5]\\d\\d)(?=[ -]|$)[ -]*(?:([245]\\.\\d{1,3}\\.\\d{1,3})\\b)?");
  private static final Pattern STATUS =
      Pattern.compile("(?<![\\d.])[245]\\.\\d{1,3}\\.\\d{1,3}\\b");

  public Evidence {
    text = text.substring(0, Math.min(text.length(), LOOKED_AT));
  }

  /** A reply of the mail server. */
  public static Evidence of(Stage stage, SmtpReply reply) {
    return new Evidence(
        stage(stage), OptionalInt.of(reply.code()), reply.status(), reply.text(), Optional.empty());
  }

  /** What we ourselves found at this stage. */
  public static Evidence said(Stage stage, String text) {
    return said(stage(stage), text);
  }

  /** What we ourselves found at this stage. */
  public static Evidence said(String stage, String text) {
    return new Evidence(stage, OptionalInt.empty(), Optional.empty(), text, Optional.empty());
  }

  /** What a person pasted: a reply, a line of a log, an error of a token endpoint. */
  public static Evidence pasted(String text) {
    Matcher reply = PASTED.matcher(text);
    if (!reply.find()) {
      Matcher alone = STATUS.matcher(text);
      Optional<EnhancedStatus> status =
          alone.find() ? EnhancedStatus.leading(alone.group()) : Optional.empty();
      return new Evidence(stageIn(text), OptionalInt.empty(), status, text, Optional.empty());
    }
    return new Evidence(
        stageIn(text),
        OptionalInt.of(Integer.parseInt(reply.group(1))),
        Optional.ofNullable(reply.group(2)).flatMap(EnhancedStatus::leading),
        text,
        Optional.empty());
  }

  /** Lines of our own logs and reports say where they are from. */
  private static String stageIn(String text) {
    if (text.contains("the token endpoint ")) {
      return stage(Stage.CREDENTIALS);
    }
    return Arrays.stream(Stage.values())
        .filter(stage -> text.contains(", " + stage.words() + ": "))
        .map(Evidence::stage)
        .findFirst()
        .orElse("");
  }

  /** The same, seen at this provider. */
  public Evidence at(Optional<String> name) {
    return new Evidence(stage, code, status, text, name);
  }

  /** The catalogue's name of a stage: {@code token} for the credentials, else the stage's own. */
  public static String stage(Stage stage) {
    return stage == Stage.CREDENTIALS ? "token" : stage.name().toLowerCase(Locale.ROOT);
  }
}
