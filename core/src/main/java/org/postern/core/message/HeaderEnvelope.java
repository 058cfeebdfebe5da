package org.postern.core.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.core.smtp.DsnRequest;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;

/**
 * The envelope that headers tell (what {@code sendmail -t} does). Where a message was resent (RFC
 * 5322 section 3.6.6), the Resent fields alone count, since they say what happens now.
 */
final class HeaderEnvelope {

  private final String source;
  private final EmlHeader header;

  private HeaderEnvelope(String source, EmlHeader header) {
    this.source = source;
    this.header = header;
  }

  static Envelope of(String source, EmlHeader header) {
    return new HeaderEnvelope(source, header).read();
  }

  private Envelope read() {
    boolean resent = header.has("Resent-To") || header.has("Resent-Cc") || header.has("Resent-Bcc");
    String prefix = resent ? "Resent-" : "";
    MailAddress sender = sender(prefix);
    List<MailAddress> recipients = new ArrayList<>();
    for (String name : List.of(prefix + "To", prefix + "Cc", prefix + "Bcc")) {
      recipients.addAll(addresses(name));
    }
    if (recipients.isEmpty()) {
      throw refuse("no recipient in " + prefix + "To, Cc or Bcc; add one or give the envelope");
    }
    return new Envelope(Optional.of(sender), recipients, DsnRequest.NONE);
  }

  private MailAddress sender(String prefix) {
    String name = header.has(prefix + "Sender") ? prefix + "Sender" : prefix + "From";
    List<MailAddress> senders = addresses(name);
    if (senders.size() != 1) {
      throw refuse(
          name
              + " must name one sender, but names "
              + senders.size()
              + "; add a Sender header or give the envelope");
    }
    return senders.get(0);
  }

  private List<MailAddress> addresses(String name) {
    List<MailAddress> addresses = new ArrayList<>();
    for (String value : header.values(name)) {
      for (HeaderAddress address : AddressListReader.lenient(source + ": " + name, value)) {
        addresses.add(address.address());
      }
    }
    return addresses;
  }

  private MessageException refuse(String problem) {
    return new MessageException(source + ": " + problem);
  }
}
