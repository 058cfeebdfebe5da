package org.postern.core.settings;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.core.smtp.MailAddress;

/** The settings of a test installation, from which no mail may reach the wrong people. */
public final class ModeKeys {

  /** Whom mail may reach. */
  public static final SettingKey<SendingMode> MODE =
      SettingKey.choice("postern.mode", SendingMode.class)
          .withDefault("live")
          .describedAs(
              "live: mail goes to its recipients. For test installations: capture (no mail leaves;"
                  + " each is written to postern.mode.folder), redirect (each mail goes to"
                  + " postern.mode.redirect_to instead), allowlist (only recipients in"
                  + " postern.mode.allow get mail). It holds for every way by which mail leaves.");

  /** The test mailboxes. */
  public static final SettingKey<Addresses> REDIRECT_TO =
      SettingKey.of("postern.mode.redirect_to", "addresses", ModeKeys::addresses)
          .describedAs(
              "Where all mail goes with postern.mode=redirect; several with commas between them. The"
                  + " real recipients stand in headers X-Postern-Original-Recipient.");

  /** Who gets mail. */
  public static final SettingKey<AllowList> ALLOW =
      SettingKey.of("postern.mode.allow", "addresses and domains", AllowList::parse)
          .describedAs(
              "Who gets mail with postern.mode=allowlist: a@example.com, example.com or"
                  + " @example.com (exactly that domain), *.example.com (its subdomains), with commas between them.");

  /** What becomes of mail for others. */
  public static final SettingKey<OtherRecipients> OTHERS =
      SettingKey.choice("postern.mode.others", OtherRecipients.class)
          .withDefault("capture")
          .describedAs(
              "What becomes of mail for recipients that postern.mode=allowlist does not allow:"
                  + " capture writes it to postern.mode.folder, drop drops it with a line in the"
                  + " log for each of them.");

  /** Where captured mail is. */
  public static final SettingKey<Path> FOLDER =
      SettingKey.path("postern.mode.folder")
          .withDefault("captured")
          .describedAs(
              "The folder of captured mail, one .eml file each; a relative path counts from the"
                  + " folder of the settings.");

  private ModeKeys() {}

  /** All of them. */
  public static List<SettingKey<?>> all() {
    return List.of(MODE, REDIRECT_TO, ALLOW, OTHERS, FOLDER);
  }

  /**
   * Addresses in the order in which they were written, none twice.
   *
   * @param all at least one
   */
  public record Addresses(List<MailAddress> all) {

    public Addresses {
      all = List.copyOf(all);
      if (all.isEmpty()) {
        throw new IllegalArgumentException("at least one address is needed");
      }
    }

    /** With commas between them. */
    @Override
    public String toString() {
      return all.stream().map(MailAddress::toString).collect(Collectors.joining(", "));
    }
  }

  private static Addresses addresses(String text) {
    Set<MailAddress> all = new LinkedHashSet<>();
    for (String word : AllowList.words(text)) {
      try {
        all.add(MailAddress.parse(word));
      } catch (IllegalArgumentException refused) {
        throw SettingKey.invalid(word, refused.getMessage(), "write it as local@domain");
      }
    }
    if (all.isEmpty()) {
      throw SettingKey.invalid(text, "empty", "name the test mailbox");
    }
    return new Addresses(List.copyOf(all));
  }
}
