package org.postern.distribution.sendmail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.core.message.HeaderField;
import org.postern.core.message.MessageException;
import org.postern.core.message.OutboundMessage;
import org.postern.core.smtp.MailAddress;

/** From whom a mail is and to whom it goes, by the arguments and by its header. */
final class Addressing {

  private static final int ENCODED_PIECE = 10;

  private final Options options;
  private final Optional<MailAddress> account;

  /**
   * @param account whose mail it is where nobody is named
   */
  Addressing(Options options, Optional<MailAddress> account) {
    this.options = options;
    this.account = account;
  }

  /** MAIL FROM: -f, or the account; empty for the null reverse-path. */
  Optional<MailAddress> sender() throws Sysexit {
    if (options.sender().isEmpty()) {
      if (account.isEmpty()) {
        throw new Sysexit(
            Sysexit.CONFIG, "nobody is the sender; name one by -f, or set postern.mail.from");
      }
      return account;
    }
    String text = options.sender().get().strip();
    return text.isEmpty() || text.equals("<>") ? Optional.empty() : Optional.of(address(text));
  }

  /** RCPT TO, each once. */
  List<MailAddress> recipients(byte[] header) throws Sysexit {
    Set<MailAddress> all = new LinkedHashSet<>();
    for (String argument : options.recipients()) {
      for (String one : argument.split(",")) {
        if (!one.isBlank()) {
          all.add(address(one.strip()));
        }
      }
    }
    if (options.recipientsFromHeader()) {
      all.addAll(named(header));
    }
    if (all.isEmpty()) {
      throw new Sysexit(
          options.recipientsFromHeader() ? Sysexit.DATAERR : Sysexit.USAGE,
          "nobody is named to whom the mail goes; name somebody, or use -t");
    }
    return new ArrayList<>(all);
  }

  /** What To, Cc and Bcc say; a From is lent to headers without one, which does not leave. */
  private static List<MailAddress> named(byte[] header) throws Sysexit {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes("From: <nobody@localhost.invalid>\r\n".getBytes(StandardCharsets.US_ASCII));
    for (HeaderField field : HeaderField.split(header)) {
      boolean counts =
          List.of("To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc").stream()
              .anyMatch(field::is);
      if (counts) {
        String name = field.name().toLowerCase(java.util.Locale.ROOT).replaceFirst("^resent-", "");
        whole.writeBytes((name + ":").getBytes(StandardCharsets.US_ASCII));
        byte[] raw = field.raw();
        whole.write(raw, field.name().length() + 1, raw.length - field.name().length() - 1);
      }
    }
    whole.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    try {
      return OutboundMessage.ofEml(whole.toByteArray()).envelope().recipients();
    } catch (MessageException refused) {
      throw new Sysexit(Sysexit.DATAERR, String.valueOf(refused.getMessage()));
    }
  }

  /** A From with the name of -F, where the mail has none; the relay adds all else that lacks. */
  byte[] head(byte[] header, Optional<MailAddress> sender) {
    boolean has = HeaderField.split(header).stream().anyMatch(field -> field.is("From"));
    Optional<MailAddress> author = sender.or(() -> account);
    if (has || options.fullName().isEmpty() || author.isEmpty()) {
      return new byte[0];
    }
    String line = "From: " + phrase(options.fullName().get()) + " <" + author.get() + ">\r\n";
    return line.getBytes(StandardCharsets.UTF_8);
  }

  /** A display name (RFC 5322 section 3.2.5), encoded where it is not ASCII (RFC 2047). */
  private static String phrase(String name) {
    String text =
        name.codePoints()
            .filter(c -> !Character.isISOControl(c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    if (text.chars().allMatch(c -> c < 0x7f)) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
    int[] all = text.codePoints().toArray();
    List<String> words = new ArrayList<>();
    for (int at = 0; at < all.length; at += ENCODED_PIECE) {
      int[] piece = Arrays.copyOfRange(all, at, Math.min(all.length, at + ENCODED_PIECE));
      byte[] bytes = new String(piece, 0, piece.length).getBytes(StandardCharsets.UTF_8);
      words.add("=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=");
    }
    return String.join("\r\n ", words);
  }

  private static MailAddress address(String text) throws Sysexit {
    String bare =
        text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
    try {
      return MailAddress.parse(bare);
    } catch (IllegalArgumentException refused) {
      throw new Sysexit(
          Sysexit.NOUSER, refused.getMessage() + "; local names go nowhere here, write a@b");
    }
  }
}
