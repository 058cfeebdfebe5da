package org.postern.core.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.core.smtp.MailAddress;

/** What a test installation does with mail in place of handing it to its recipients. Immutable. */
public final class TestMode {

  private final SendingMode mode;
  private final SettingValues values;

  private TestMode(SendingMode mode, SettingValues values) {
    this.mode = mode;
    this.values = values;
  }

  /** Empty where mail goes to its recipients. */
  public static Optional<TestMode> of(SettingValues values) {
    SendingMode mode = values.get(ModeKeys.MODE);
    return mode == SendingMode.LIVE ? Optional.empty() : Optional.of(new TestMode(mode, values));
  }

  /** Not {@link SendingMode#LIVE}. */
  public SendingMode mode() {
    return mode;
  }

  /** Where captured mail is. */
  public Path folder() {
    return values.get(ModeKeys.FOLDER);
  }

  /** Who gets the mail with {@link SendingMode#REDIRECT}. */
  public List<MailAddress> redirectTo() {
    return values.get(ModeKeys.REDIRECT_TO).all();
  }

  /** Whether this recipient gets mail with {@link SendingMode#ALLOWLIST}. */
  public boolean allows(MailAddress recipient) {
    return values.get(ModeKeys.ALLOW).allows(recipient);
  }

  /** True where mail may be written to {@link #folder}. */
  public boolean captures() {
    return mode == SendingMode.CAPTURE
        || mode == SendingMode.ALLOWLIST && values.get(ModeKeys.OTHERS) == OtherRecipients.CAPTURE;
  }

  /** One sentence for people, without a full stop. */
  public String inWords() {
    return switch (mode) {
      case CAPTURE -> "TEST MODE capture: no mail leaves, each is written to " + folder();
      case REDIRECT ->
          "TEST MODE redirect: all mail goes to "
              + values.get(ModeKeys.REDIRECT_TO)
              + ", not to its recipients";
      case ALLOWLIST ->
          "TEST MODE allowlist: only "
              + values.get(ModeKeys.ALLOW)
              + " get mail; mail for others is "
              + (captures() ? "written to " + folder() : "dropped");
      case LIVE -> "live: mail goes to its recipients";
    };
  }

  /** As {@link #inWords}. */
  @Override
  public String toString() {
    return inWords();
  }
}
