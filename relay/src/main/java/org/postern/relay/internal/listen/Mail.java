package org.postern.relay.internal.listen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.core.smtp.DsnRequest.Returned;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.SpoolRecipient;

/** The envelope of one mail, as MAIL and RCPT make it. One thread. */
final class Mail {

  private final Optional<MailAddress> sender;
  private final String named;
  private final MailParameters parameters;
  private final Map<MailAddress, SpoolRecipient> recipients = new LinkedHashMap<>();

  private Mail(Optional<MailAddress> sender, String named, MailParameters parameters) {
    this.sender = sender;
    this.named = named;
    this.parameters = parameters;
  }

  /** MAIL. */
  static Mail from(String argument, Rules rules, Client client) throws Refused {
    PathArgument path = PathArgument.parse("FROM:", argument, rules.bareAddresses());
    MailParameters parameters = MailParameters.of(path.parameters(), client.extended());
    if (parameters.size() > rules.maxSize()) {
      throw Refused.because(552, "5.3.4", "The mail is larger than " + rules.maxSize() + " bytes");
    }
    checkUtf8(path.address(), parameters.smtpUtf8());
    boolean allowed =
        path.name().isEmpty()
            ? rules.senders().allow(path.address())
            : rules.senders().allowNames();
    if (!allowed) {
      throw Refused.because(
          550,
          "5.7.1",
          "This sender may not be used here; "
              + rules.settingOf("senders")
              + " lists those that may");
    }
    return path.name().isEmpty()
        ? new Mail(path.address(), shown(path.address()), parameters)
        : new Mail(Optional.of(inPlaceOf(path.name(), rules, client)), path.name(), parameters);
  }

  /** A name without domain is nobody's address: good enough only for what is rewritten anyway. */
  private static MailAddress inPlaceOf(String name, Rules rules, Client client) throws Refused {
    return rules
        .rewriting()
        .of(client.user())
        .orElseThrow(
            () ->
                Refused.because(
                    501,
                    "5.1.7",
                    "Sender "
                        + name
                        + " has no domain; write "
                        + name
                        + "@example.com, or let the relay put its account there: "
                        + rules.settingOf("rewrite_sender")
                        + "=account"));
  }

  /** RCPT; an address that was named before gets one mail, and what both ask for. */
  void to(String argument, Rules rules, boolean extended) throws Refused {
    if (recipients.size() >= rules.maxRecipients()) {
      throw Refused.because(452, "4.5.3", "Too many recipients; send the rest in another mail");
    }
    PathArgument path = PathArgument.parse("TO:", argument, rules.bareAddresses());
    MailAddress address = recipient(path, rules);
    boolean utf8 = parameters.smtpUtf8();
    SpoolRecipient recipient = RecipientParameters.read(address, path.parameters(), extended, utf8);
    checkUtf8(path.address(), utf8);
    recipients.merge(address, recipient, RecipientParameters::joined);
  }

  /** RFC 5321 section 4.5.1: postmaster needs no domain, in capitals or not. */
  private static MailAddress recipient(PathArgument path, Rules rules) throws Refused {
    if (path.name().equalsIgnoreCase("postmaster")) {
      return rules
          .postmaster()
          .orElseThrow(
              () ->
                  Refused.because(
                      550,
                      "5.1.1",
                      "Nobody reads mail to postmaster here; the relay's administrator can name"
                          + " somebody by postern.relay.postmaster"));
    }
    if (!path.name().isEmpty()) {
      throw Refused.because(
          501, "5.1.3", "Recipient " + path.name() + " has no domain; write local@example.com");
    }
    return path.address().orElseThrow(() -> Refused.because(501, "5.1.3", "A recipient is needed"));
  }

  private static void checkUtf8(Optional<MailAddress> address, boolean agreed) throws Refused {
    boolean ascii = address.map(MailAddress::toString).orElse("").chars().allMatch(c -> c < 0x80);
    if (!ascii && !agreed) {
      throw Refused.because(
          553, "5.6.7", "An address that is not ASCII needs MAIL with SMTPUTF8 (RFC 6531)");
    }
  }

  private static String shown(Optional<MailAddress> sender) {
    return sender.map(Object::toString).orElse("");
  }

  /** As MAIL named it, or who stands for a name alone; empty for the null reverse-path. */
  Optional<MailAddress> sender() {
    return sender;
  }

  List<SpoolRecipient> recipients() {
    return new ArrayList<>(recipients.values());
  }

  boolean hasRecipients() {
    return !recipients.isEmpty();
  }

  /** For the log: {@code from=<a@example.com> to=<b@example.com> and 2 more}. */
  String shown() {
    String more = recipients.size() > 1 ? " and " + (recipients.size() - 1) + " more" : "";
    String first = recipients.keySet().stream().findFirst().map(Object::toString).orElse("");
    return "from=<" + named + "> to=<" + first + ">" + more;
  }

  /** As announced by SIZE; 0 where it is not. */
  long announced() {
    return parameters.size();
  }

  boolean smtpUtf8() {
    return parameters.smtpUtf8();
  }

  Optional<Returned> returned() {
    return parameters.returned();
  }

  Optional<String> envelopeId() {
    return parameters.envelopeId();
  }
}
