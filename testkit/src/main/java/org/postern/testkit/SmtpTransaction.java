package org.postern.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MAIL, RCPT and DATA (RFC 5321 section 3.3). One thread. */
final class SmtpTransaction {

  private static final Pattern MAIL =
      Pattern.compile("(?i)MAIL FROM:<((?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\"<>])*)>((?: [^ ]+)*)");
  private static final Pattern RCPT =
      Pattern.compile("(?i)RCPT TO:<((?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\"<>])+)>((?: [^ ]+)*)");

  private final SmtpStage stage;
  private final BiConsumer<SmtpSession, ReceivedMail> keep;
  private Optional<String> sender = Optional.empty();
  private List<String> parameters = List.of();
  private final List<ReceivedMail.Recipient> recipients = new ArrayList<>();

  SmtpTransaction(SmtpStage stage, BiConsumer<SmtpSession, ReceivedMail> keep) {
    this.stage = stage;
    this.keep = keep;
  }

  boolean begun() {
    return sender.isPresent();
  }

  boolean utf8() {
    return has("SMTPUTF8");
  }

  void forget() {
    sender = Optional.empty();
    parameters = List.of();
    recipients.clear();
  }

  /** False where the connection must end. */
  boolean mail(String line, Optional<String> loginDemanded) throws IOException {
    Matcher matcher = MAIL.matcher(line);
    List<String> given = matcher.matches() ? words(matcher.group(2)) : List.of();
    String good = mailReply(matcher, given, loginDemanded);
    int code = stage.answer(SmtpStep.MAIL, line, good);
    if (code / 100 == 2 && matcher.matches()) {
      recipients.clear();
      sender = Optional.of(matcher.group(1));
      parameters = given;
    }
    return code != 421;
  }

  private String mailReply(Matcher matcher, List<String> given, Optional<String> loginDemanded) {
    if (!matcher.matches()) {
      stage.session().violated("malformed MAIL");
      return "501 5.5.4 syntax: MAIL FROM:<address>";
    }
    if (loginDemanded.isPresent()) {
      return loginDemanded.get();
    }
    if (begun()) {
      stage.session().violated("nested MAIL");
      return "503 5.5.1 nested MAIL";
    }
    if (stage.session().mails().size() >= stage.config().maxMessages) {
      return "421 4.7.0 too many messages on this connection";
    }
    Optional<String> unknown = given.stream().filter(word -> !mailParameter(word)).findFirst();
    if (unknown.isPresent()) {
      stage.session().violated("parameter of MAIL not offered: " + unknown.get());
      return "555 5.5.4 unknown parameter";
    }
    return declaredSize(given) > stage.config().size() && stage.config().size() > 0
        ? "552 5.3.4 message too big"
        : stage
            .config()
            .manners
            .mailRefused(stage.session().user().orElse(""))
            .orElse("250 2.1.0 sender ok");
  }

  private boolean mailParameter(String word) {
    String name = word.split("=", 2)[0].toUpperCase(Locale.ROOT);
    return switch (name) {
      case "SIZE" -> stage.offers("SIZE");
      case "BODY" -> stage.offers("8BITMIME") && word.matches("(?i)BODY=(7BIT|8BITMIME)");
      case "SMTPUTF8" -> stage.offers("SMTPUTF8");
      case "RET" -> stage.offers("DSN") && word.matches("(?i)RET=(FULL|HDRS)");
      case "ENVID" -> stage.offers("DSN") && xtext(word.substring(6));
      case "AUTH" -> stage.offers("AUTH");
      default -> false;
    };
  }

  private static boolean xtext(String text) {
    return text.matches("(?:[!-*,-<>-~]|\\+[0-9A-F]{2})+");
  }

  private static long declaredSize(List<String> given) {
    return given.stream()
        .filter(word -> word.matches("(?i)SIZE=\\d{1,18}"))
        .mapToLong(word -> Long.parseLong(word.substring(5)))
        .findFirst()
        .orElse(0);
  }

  void recipient(String line) throws IOException {
    Matcher matcher = RCPT.matcher(line);
    List<String> given = matcher.matches() ? words(matcher.group(2)) : List.of();
    int code = stage.answer(SmtpStep.RCPT, line, recipientReply(matcher, given));
    if (code / 100 == 2 && matcher.matches() && begun()) {
      recipients.add(new ReceivedMail.Recipient(matcher.group(1), given));
    }
  }

  private String recipientReply(Matcher matcher, List<String> given) {
    if (!matcher.matches()) {
      stage.session().violated("malformed RCPT");
      return "501 5.5.4 syntax: RCPT TO:<address>";
    }
    if (!begun()) {
      // a pipelining client may have sent it before it knew that MAIL had failed
      return "503 5.5.1 MAIL first";
    }
    Optional<String> unknown =
        given.stream()
            .filter(word -> !stage.offers("DSN") || !word.matches("(?i)(NOTIFY|ORCPT)=.+"))
            .findFirst();
    if (unknown.isPresent()) {
      stage.session().violated("parameter of RCPT not offered: " + unknown.get());
      return "555 5.5.4 unknown parameter";
    }
    return recipients.size() >= stage.config().maxRecipients.getAsInt()
        ? stage.config().manners.tooManyRecipients()
        : "250 2.1.5 recipient ok";
  }

  void data(String line) throws IOException {
    boolean ready = begun() && !recipients.isEmpty();
    String good = ready ? "354 go ahead" : "503 5.5.1 no valid recipients";
    if (stage.answer(SmtpStep.DATA, line, good) != 354) {
      return;
    }
    SmtpBody body = new SmtpBody(stage);
    byte[] bytes = body.read();
    if (body.eightBit() && !has("BODY=8BITMIME")) {
      stage.session().violated("8-bit body without BODY=8BITMIME");
    }
    ReceivedMail mail =
        new ReceivedMail(
            sender.orElse(""),
            parameters,
            recipients,
            bytes,
            stage.session().user(),
            stage.session().number());
    String reply = ready ? verdict(mail, bytes.length) : "554 5.5.1 no valid recipients";
    stage.session().noted("message of " + bytes.length + " bytes");
    boolean[] kept = new boolean[1];
    stage.answer(
        SmtpStep.FINAL_DOT,
        "",
        List.of(reply),
        () -> {
          if (!kept[0]) {
            kept[0] = true;
            keep.accept(stage.session(), mail);
          }
        });
    forget();
  }

  private String verdict(ReceivedMail mail, int length) {
    SmtpServerConfig config = stage.config();
    return config.size() > 0 && length > config.size()
        ? "552 5.3.4 message too big"
        : config.manners.messageRefused(mail).orElseGet(config.manners::messageAccepted);
  }

  private boolean has(String parameter) {
    return parameters.stream().anyMatch(parameter::equalsIgnoreCase);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
  }
}
