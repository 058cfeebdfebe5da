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
  private final MailParameters parameters;
  private final Map<MailAddress, SpoolRecipient> recipients = new LinkedHashMap<>();

  private Mail(Optional<MailAddress> sender, MailParameters parameters) {
    this.sender = sender;
    this.parameters = parameters;
  }

  /** MAIL. */
  static Mail from(String argument, Rules rules, boolean extended) throws Refused {
    PathArgument path = PathArgument.parse("FROM:", argument);
    MailParameters parameters = MailParameters.of(path.parameters(), extended);
    if (parameters.size() > rules.maxSize()) {
      throw Refused.because(552, "5.3.4", "The mail is larger than " + rules.maxSize() + " bytes");
    }
    checkUtf8(path.address(), parameters.smtpUtf8());
    if (!rules.senders().allow(path.address())) {
      throw Refused.because(
          550,
          "5.7.1",
          "This sender may not be used here; "
              + rules.settingOf("senders")
              + " lists those that may");
    }
    return new Mail(path.address(), parameters);
  }

  /** RCPT; an address that was named before stays as it is. */
  void to(String argument, int most, boolean extended) throws Refused {
    if (recipients.size() >= most) {
      throw Refused.because(452, "4.5.3", "Too many recipients; send the rest in another mail");
    }
    PathArgument path = PathArgument.parse("TO:", argument);
    SpoolRecipient recipient = RecipientParameters.read(path, extended);
    checkUtf8(path.address(), parameters.smtpUtf8());
    recipients.putIfAbsent(recipient.address(), recipient);
  }

  private static void checkUtf8(Optional<MailAddress> address, boolean agreed) throws Refused {
    boolean ascii = address.map(MailAddress::toString).orElse("").chars().allMatch(c -> c < 0x80);
    if (!ascii && !agreed) {
      throw Refused.because(
          553, "5.6.7", "An address that is not ASCII needs MAIL with SMTPUTF8 (RFC 6531)");
    }
  }

  /** As MAIL named it; empty for the null reverse-path. */
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
    return "from=<" + sender.map(Object::toString).orElse("") + "> to=<" + first + ">" + more;
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
