package org.postern.distribution.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.core.message.Attachment;
import org.postern.core.message.OutboundMessage;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;

/** Makes the message of {@code postern send} from its options. */
final class SendMessage {

  private final SendCommand given;
  private final Optional<MailAddress> defaultFrom;
  private final Terminal terminal;

  SendMessage(SendCommand given, Optional<MailAddress> defaultFrom, Terminal terminal) {
    this.given = given;
    this.defaultFrom = defaultFrom;
    this.terminal = terminal;
  }

  OutboundMessage compose() throws IOException {
    return given.recipientsFromHeaders || given.eml.isPresent() ? readyMade() : composed();
  }

  private OutboundMessage composed() throws IOException {
    OutboundMessage.Builder message = OutboundMessage.builder().from(from());
    List<String> to = new ArrayList<>(given.to);
    to.addAll(given.recipients);
    message.to(to.toArray(String[]::new)).cc(given.cc.toArray(String[]::new));
    message.bcc(given.bcc.toArray(String[]::new)).replyTo(given.replyTo.toArray(String[]::new));
    given.subject.ifPresent(message::subject);
    given.sender.map(SendMessage::address).ifPresent(message::envelopeSender);
    body(message);
    for (String header : given.header) {
      int colon = separator(header, ':', "--header", "NAME:VALUE");
      message.header(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
    }
    for (Path file : given.attach) {
      message.attach(Attachment.of(file));
    }
    for (String image : given.inline) {
      int equals = separator(image, '=', "--inline", "CID=FILE");
      message.inline(
          image.substring(0, equals), Attachment.of(Path.of(image.substring(equals + 1))));
    }
    return message.build();
  }

  private void body(OutboundMessage.Builder message) throws IOException {
    if (given.text.isPresent() && given.textFile.isPresent()) {
      throw CommandFailure.usage("--text and --text-file exclude each other");
    }
    if (given.htmlFile.isPresent()) {
      message.html(utf8(given.htmlFile.get().toString(), Files.readAllBytes(given.htmlFile.get())));
    }
    if (given.text.isPresent()) {
      message.text(given.text.get());
    } else if (given.textFile.isPresent()) {
      message.text(utf8(given.textFile.get().toString(), Files.readAllBytes(given.textFile.get())));
    } else if (given.htmlFile.isEmpty()) {
      message.text(utf8("standard input", standardInput()));
    }
  }

  private OutboundMessage readyMade() throws IOException {
    boolean composes =
        given.subject.isPresent()
            || given.text.isPresent()
            || given.textFile.isPresent()
            || given.htmlFile.isPresent()
            || !(given.attach.isEmpty() && given.inline.isEmpty() && given.header.isEmpty());
    if (composes) {
      throw CommandFailure.usage(
          "a ready-made message has its own subject and content; leave those options out");
    }
    boolean fromFile = given.eml.filter(name -> !name.equals("-")).isPresent();
    List<MailAddress> recipients = addresses();
    if (recipients.isEmpty() && given.sender.isEmpty() && given.from.isEmpty()) {
      return OutboundMessage.ofEml(readyMadeBytes(fromFile));
    }
    if (recipients.isEmpty()) {
      byte[] bytes = readyMadeBytes(fromFile);
      List<MailAddress> named = OutboundMessage.ofEml(bytes).envelope().recipients();
      return OutboundMessage.ofEml(bytes, Envelope.of(envelopeSender(), named));
    }
    Envelope envelope = Envelope.of(envelopeSender(), recipients);
    return fromFile
        ? OutboundMessage.ofEml(Path.of(given.eml.orElseThrow()), envelope)
        : OutboundMessage.ofEml(standardInput(), envelope);
  }

  private byte[] readyMadeBytes(boolean fromFile) throws IOException {
    return fromFile ? Files.readAllBytes(Path.of(given.eml.orElseThrow())) : standardInput();
  }

  private byte[] standardInput() throws IOException {
    if (terminal.console().isPresent() && terminal.in() instanceof java.io.FileInputStream) {
      terminal.note("Reading the message from standard input; end it by Ctrl-D.");
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    terminal.in().transferTo(all);
    return all.toByteArray();
  }

  private String from() {
    return given
        .from
        .or(() -> given.sender)
        .or(() -> defaultFrom.map(MailAddress::toString))
        .orElseThrow(
            () -> CommandFailure.usage("nobody is the sender; add --from, or postern.mail.from"));
  }

  private MailAddress envelopeSender() {
    return address(given.sender.orElseGet(this::from));
  }

  private List<MailAddress> addresses() {
    List<MailAddress> all = new ArrayList<>();
    for (List<String> some : List.of(given.to, given.cc, given.bcc, given.recipients)) {
      some.stream()
          .flatMap(list -> Arrays.stream(list.split(",")))
          .map(String::strip)
          .map(SendMessage::address)
          .forEach(all::add);
    }
    return all;
  }

  private static MailAddress address(String text) {
    try {
      return MailAddress.parse(text);
    } catch (IllegalArgumentException refused) {
      throw new CommandFailure(ExitCode.USAGE, refused.getMessage(), refused);
    }
  }

  private static int separator(String option, char mark, String name, String form) {
    int at = option.indexOf(mark);
    if (at < 1) {
      throw CommandFailure.usage(name + " needs the form " + form + ": " + option);
    }
    return at;
  }

  private static String utf8(String source, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw new CommandFailure(
          ExitCode.USAGE, source + " is not UTF-8 text; convert it", malformed);
    }
  }
}
