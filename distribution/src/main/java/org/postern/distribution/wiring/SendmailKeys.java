package org.postern.distribution.wiring;

import java.util.ArrayList;
import java.util.List;
import org.postern.core.settings.SettingKey;
import org.postern.core.smtp.MailAddress;

/** The keys of {@code postern-sendmail}. */
public final class SendmailKeys {

  /** Where mail for users of the host goes. */
  public static final SettingKey<List<MailAddress>> LOCAL_RECIPIENTS =
      SettingKey.of("postern.sendmail.local_recipients", "addresses", SendmailKeys::addresses)
          .describedAs(
              "Where `postern-sendmail` sends what is for a user of this host, such as root (all mail"
                  + " of cron): one address, or several with commas between them; default: nowhere,"
                  + " and such mail is refused with exit code 67.");

  private SendmailKeys() {}

  /** All of them. */
  public static List<SettingKey<?>> all() {
    return List.of(LOCAL_RECIPIENTS);
  }

  private static List<MailAddress> addresses(String text) {
    List<MailAddress> all = new ArrayList<>();
    for (String one : text.split(",")) {
      try {
        all.add(MailAddress.parse(one.strip()));
      } catch (IllegalArgumentException refused) {
        throw SettingKey.invalid(
            text, "not a list of addresses", "write it as admin@example.com, ops@example.com");
      }
    }
    return List.copyOf(all);
  }
}
