package org.postern.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One mail for which the server took the responsibility. Immutable. */
public final class ReceivedMail {

  private final String sender;
  private final List<String> senderParameters;
  private final List<Recipient> recipients;
  private final byte[] bytes;
  private final Optional<String> user;
  private final int connection;

  ReceivedMail(
      String sender,
      List<String> senderParameters,
      List<Recipient> recipients,
      byte[] bytes,
      Optional<String> user,
      int connection) {
    this.sender = sender;
    this.senderParameters = List.copyOf(senderParameters);
    this.recipients = List.copyOf(recipients);
    this.bytes = bytes;
    this.user = user;
    this.connection = connection;
  }

  /**
   * One accepted RCPT TO.
   *
   * @param address what stood between the angle brackets
   * @param parameters such as {@code NOTIFY=NEVER}, as sent
   */
  public record Recipient(String address, List<String> parameters) {
    public Recipient {
      parameters = List.copyOf(parameters);
    }
  }

  /** What stood between the angle brackets of MAIL FROM; "" for the null path. */
  public String sender() {
    return sender;
  }

  /** The parameters of MAIL FROM, such as {@code SIZE=1000}, as sent. */
  public List<String> senderParameters() {
    return senderParameters;
  }

  /** The recipients, with parameters, in the order of RCPT TO. */
  public List<Recipient> recipients() {
    return recipients;
  }

  /** The addresses alone, in the order of RCPT TO. */
  public List<String> recipientAddresses() {
    return recipients.stream().map(Recipient::address).toList();
  }

  /** The message exactly as it came, dots unstuffed; a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The message as UTF-8 text. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The first header of that name, unfolded, not decoded; the name in any case. */
  public Optional<String> header(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    String head = text().split("\r\n\r\n", 2)[0].replaceAll("\r\n(?=[ \t])", "");
    return Arrays.stream(head.split("\r\n"))
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }

  /** Who was logged in; empty without a login. */
  public Optional<String> user() {
    return user;
  }

  /** The number of the connection that brought it, from 1. */
  public int connection() {
    return connection;
  }

  /** Envelope and size. */
  @Override
  public String toString() {
    return "<" + sender + "> to " + recipientAddresses() + ", " + bytes.length + " bytes";
  }
}
