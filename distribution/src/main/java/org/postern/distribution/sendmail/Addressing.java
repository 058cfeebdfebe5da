package org.postern.distribution.sendmail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.core.message.HeaderField;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.Visible;
import org.postern.distribution.sendmail.MailboxList.Mailbox;
import org.postern.distribution.wiring.SendmailKeys;

/**
 * From whom a mail is and to whom it goes, by the arguments and by its header.
 *
 * @param account whose mail it is where nobody is named, or a user of this host
 * @param local to whom mail for users of this host goes; empty: to nobody
 */
record Addressing(Options options, Optional<MailAddress> account, List<MailAddress> local) {

  private static final List<String> NAMED = List.of("To", "Cc", "Bcc");

  /** MAIL FROM: -f, or the account; empty for the null reverse-path. */
  Optional<MailAddress> sender() throws Sysexit {
    if (options.sender().filter(Addressing::isNull).isPresent()) {
      return Optional.empty();
    }
    Optional<Mailbox> named = named();
    if (named.isPresent() && !named.get().local()) {
      return Optional.of(address(named.get(), Sysexit.NOUSER));
    }
    if (account.isEmpty()) {
      throw new Sysexit(
          Sysexit.CONFIG,
          named
                  .map(
                      user ->
                          user.spec() + " is no address, and there is no account whose mail it is")
                  .orElse("nobody is the sender")
              + "; name one by -f a@example.com, or set postern.mail.from");
    }
    return account;
  }

  /** The user of this host that -f names, who is no sender beyond it. */
  Optional<String> user() throws Sysexit {
    return named().filter(Mailbox::local).map(Mailbox::spec);
  }

  private Optional<Mailbox> named() throws Sysexit {
    if (options.sender().filter(text -> !isNull(text)).isEmpty()) {
      return Optional.empty();
    }
    List<Mailbox> all = list(options.sender().get(), Sysexit.NOUSER);
    if (all.size() != 1) {
      throw new Sysexit(
          Sysexit.NOUSER, "-f names " + all.size() + " senders; name one, such as a@example.com");
    }
    return Optional.of(all.get(0));
  }

  private static boolean isNull(String sender) {
    return sender.isBlank() || sender.strip().equals("<>");
  }

  /** RCPT TO, each once. */
  List<MailAddress> recipients(byte[] header) throws Sysexit {
    Set<MailAddress> all = new LinkedHashSet<>();
    for (String argument : options.recipients()) {
      add(argument, Sysexit.NOUSER, all);
    }
    if (options.recipientsFromHeader()) {
      for (String value : named(header)) {
        add(value, Sysexit.DATAERR, all);
      }
    }
    if (all.isEmpty()) {
      throw new Sysexit(
          options.recipientsFromHeader() ? Sysexit.DATAERR : Sysexit.USAGE,
          "nobody is named to whom the mail goes; name somebody, or use -t");
    }
    return new ArrayList<>(all);
  }

  /** Of a mail that is sent anew (RFC 5322 section 3.6.6) the Resent fields say to whom it goes. */
  private static List<String> named(byte[] header) {
    List<String> resent = values("Resent-", header);
    return resent.isEmpty() ? values("", header) : resent;
  }

  private static List<String> values(String prefix, byte[] header) {
    return HeaderField.split(header).stream()
        .filter(field -> NAMED.stream().anyMatch(name -> field.is(prefix + name)))
        .map(HeaderField::value)
        .toList();
  }

  private void add(String text, int fault, Set<MailAddress> all) throws Sysexit {
    for (Mailbox one : list(text, fault)) {
      if (!one.local()) {
        all.add(address(one, fault));
      } else if (local.isEmpty()) {
        throw new Sysexit(
            Sysexit.NOUSER,
            one.spec()
                + " is a user of this host, and no setting says where their mail goes; set "
                + SendmailKeys.LOCAL_RECIPIENTS
                + "=admin@example.com, or write an address");
      } else {
        all.addAll(local);
      }
    }
  }

  private static List<Mailbox> list(String text, int fault) throws Sysexit {
    try {
      return MailboxList.read(text);
    } catch (IllegalArgumentException refused) {
      throw new Sysexit(fault, refused.getMessage() + "; write a@example.com");
    }
  }

  private static MailAddress address(Mailbox mailbox, int fault) throws Sysexit {
    try {
      return MailAddress.parse(mailbox.spec());
    } catch (IllegalArgumentException refused) {
      throw new Sysexit(
          fault, Visible.text(refused.getMessage()) + "; write a@example.com, or a user's name");
    }
  }
}
