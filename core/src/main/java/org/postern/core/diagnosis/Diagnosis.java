package org.postern.core.diagnosis;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.core.smtp.Action;

/**
 * One known fault: how to recognise it, what it means, and what to do. Immutable.
 *
 * @param id its name, {@code area.fault-in-words}
 * @param stages where it happens; empty for anywhere
 * @param code the beginning of the reply code or HTTP status: {@code 5}, {@code 535}; "" for any
 * @param status the whole enhanced status code; "" for any or none
 * @param text found in the text, in any case; an empty pattern for any text
 * @param provider the provider whose words these are; a row is not used where the evidence comes
 *     from another one
 * @param meaning what it means, a sentence
 * @param why how it comes about, a sentence
 * @param remedy what to do, with the exact command where there is one
 * @param audience who can mend it
 * @param action what a sender does with the mail
 * @param source where this is known from: a page, an RFC
 * @param date when it was read there
 * @param example a text by which this row is found: {@code 535 5.7.3 Authentication unsuccessful}
 */
public record Diagnosis(
    String id,
    Set<String> stages,
    String code,
    String status,
    Pattern text,
    Optional<String> provider,
    String meaning,
    String why,
    String remedy,
    Audience audience,
    Action action,
    String source,
    LocalDate date,
    String example) {

  /** Who can mend a fault. */
  public enum Audience {
    /** Who administers the mail server, or the provider's mail. */
    MAIL_ADMINISTRATOR("mail administrator"),
    /** Who administers the authorization server: applications, consent, policies. */
    IDENTITY_ADMINISTRATOR("identity administrator"),
    /** Who administers name service, routes, firewalls and proxies. */
    NETWORK("network"),
    /** Who administers this installation. */
    YOU("you");

    private final String words;

    Audience(String words) {
      this.words = words;
    }

    /** As it is shown. */
    @Override
    public String toString() {
      return words;
    }

    static Audience of(String words) {
      return valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }
  }

  public Diagnosis {
    stages = Set.copyOf(stages);
  }

  /** True where this is what the evidence shows. */
  public boolean fits(Evidence seen) {
    return fitsStage(seen.stage())
        && (code.isEmpty()
            || seen.code().isPresent() && Integer.toString(seen.code().getAsInt()).startsWith(code))
        && (status.isEmpty()
            || seen.status().map(Object::toString).filter(status::equals).isPresent())
        && (provider.isEmpty() || seen.provider().isEmpty() || provider.equals(seen.provider()))
        && text.matcher(seen.text()).find();
  }

  /** Where the stage is not known, a bare code of one stage says too little. */
  private boolean fitsStage(String seen) {
    boolean codeAlone = status.isEmpty() && text.pattern().isEmpty();
    return stages.isEmpty() || (seen.isEmpty() ? !codeAlone : stages.contains(seen));
  }
}
