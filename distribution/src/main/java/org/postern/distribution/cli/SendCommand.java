package org.postern.distribution.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postern.core.Mailer;
import org.postern.core.message.OutboundMessage;
import org.postern.core.smtp.DeliveryResult;
import org.postern.distribution.output.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Sends one message. */
@Command(
    name = "send",
    description = {
      "Send one message and say what became of it for each recipient.",
      "The text comes from --text, --text-file or standard input."
    })
final class SendCommand implements Callable<Integer> {

  @ParentCommand PosternCommand postern;

  @Option(names = "--to", paramLabel = "ADDR", description = "Recipients; may be repeated.")
  List<String> to = List.of();

  @Option(names = "--cc", paramLabel = "ADDR", description = "Recipients of a copy.")
  List<String> cc = List.of();

  @Option(names = "--bcc", paramLabel = "ADDR", description = "Recipients that nobody sees.")
  List<String> bcc = List.of();

  @Option(names = "--from", paramLabel = "ADDR", description = "Sender (default: by the settings).")
  Optional<String> from = Optional.empty();

  @Option(names = "--reply-to", paramLabel = "ADDR", description = "Where answers go.")
  List<String> replyTo = List.of();

  @Option(names = "--subject", paramLabel = "S", description = "Subject.")
  Optional<String> subject = Optional.empty();

  @Option(names = "--text", paramLabel = "T", description = "The text.")
  Optional<String> text = Optional.empty();

  @Option(names = "--text-file", paramLabel = "F", description = "The text, in a UTF-8 file.")
  Optional<Path> textFile = Optional.empty();

  @Option(names = "--html-file", paramLabel = "F", description = "The HTML, in a UTF-8 file.")
  Optional<Path> htmlFile = Optional.empty();

  @Option(names = "--attach", paramLabel = "F", description = "A file to attach; may be repeated.")
  List<Path> attach = List.of();

  @Option(
      names = "--inline",
      paramLabel = "CID=F",
      description = "An image of the HTML, there src=\"cid:CID\"; may be repeated.")
  List<String> inline = List.of();

  @Option(
      names = "--header",
      paramLabel = "NAME:VALUE",
      description = "A further header; may be repeated.")
  List<String> header = List.of();

  @Option(
      names = "--eml",
      paramLabel = "F",
      description = "A ready-made message (- is standard input).")
  Optional<String> eml = Optional.empty();

  @Option(
      names = "-t",
      description = "As sendmail: a ready-made message from standard input, to whom it says.")
  boolean recipientsFromHeaders;

  @Option(names = "-f", paramLabel = "SENDER", description = "As sendmail: the envelope's sender.")
  Optional<String> sender = Optional.empty();

  @Option(names = "-i", hidden = true, description = "As sendmail: a lone dot does not end it.")
  boolean dotsIgnored;

  @Option(names = "--json", description = "Print the result as JSON.")
  boolean json;

  @Parameters(paramLabel = "ADDR", arity = "0..*", description = "Recipients, as of sendmail.")
  List<String> recipients = List.of();

  @Override
  public Integer call() throws IOException {
    Started started = Started.from(postern);
    OutboundMessage message =
        new SendMessage(this, started.settings().from(), postern.terminal()).compose();
    DeliveryResult result;
    try (Mailer mailer = started.mailer()) {
      result = mailer.send(message);
    }
    Terminal terminal = postern.terminal();
    if (json) {
      terminal.line(Json.of(SendReport.asMap(result)));
    } else {
      SendReport.print(result, terminal);
    }
    return ExitCode.of(result);
  }
}
