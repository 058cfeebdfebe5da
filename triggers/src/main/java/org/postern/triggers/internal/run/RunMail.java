package org.postern.triggers.internal.run;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Optional;
import org.postern.core.smtp.DeliveryResult;
import org.postern.triggers.run.SentMail;

/** Where the mail of one run leaves, whichever way the script sends it. One thread. */
public interface RunMail {

  /**
   * Sends by the configured auth mode, after the sender policy.
   *
   * @param message completed by {@code saveChanges()}
   * @param sender what the script named as envelope sender; empty: Sender or From of the message
   * @param recipients for whom; empty: To, Cc and Bcc of the message
   * @throws org.postern.core.message.MessageException when no message can be made of it, or the
   *     policy refuses the sender
   * @throws LimitReached when the run has sent as many mails as it may
   */
  DeliveryResult send(
      MimeMessage message, Optional<InternetAddress> sender, List<InternetAddress> recipients);

  /**
   * Says once that what the script wrote is not used.
   *
   * @param what for instance {@code host smtp.example.com}, {@code port 25} and {@code password};
   *     no secret; nothing is said where it is empty
   */
  void ignored(List<String> what);

  /** All mails so far. */
  List<SentMail> sent();
}
