package org.postern.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.core.smtp.Deadline;

/** A provider's words, limits and rights, with what each user has used up. Thread safe. */
final class ProviderManners implements SmtpManners {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** Something used up until it is given back. */
  private record Use(int amount, Deadline until) {}

  private final ProviderProfile profile;
  private final Map<String, Set<String>> mailboxes;
  private final Map<String, Deque<Use>> messages = new LinkedHashMap<>();
  private final Map<String, Deque<Use>> recipients = new LinkedHashMap<>();
  private final Map<String, List<String>> forbidden = new LinkedHashMap<>();
  private ProviderLimits limits;

  /**
   * @param mailboxes the addresses that each user may send from, in lower case; no users: anybody
   *     may log in, and send from the user name only
   */
  ProviderManners(
      ProviderProfile profile, ProviderLimits limits, Map<String, Set<String>> mailboxes) {
    this.profile = profile;
    this.limits = limits;
    this.mailboxes = mailboxes;
  }

  synchronized void limit(ProviderLimits changed) {
    limits = changed;
  }

  synchronized ProviderLimits limits() {
    return limits;
  }

  /** Refuses logins by this mechanism, or by each for {@code *}. */
  synchronized void forbid(String mechanism, List<String> reply) {
    forbidden.put(mechanism.toUpperCase(Locale.ROOT), reply);
  }

  /** Forgets what was used up and what was forbidden. */
  synchronized void forget() {
    messages.clear();
    recipients.clear();
    forbidden.clear();
  }

  boolean knows(String user) {
    return mailboxes.isEmpty() || mailboxes.containsKey(user.toLowerCase(Locale.ROOT));
  }

  @Override
  public String greeting() {
    return profile.words().greeting();
  }

  @Override
  public String hello() {
    return profile.words().hello();
  }

  @Override
  public String tooManyConnections() {
    return profile.words().tooManyConnections();
  }

  @Override
  public String loginAccepted() {
    return profile.words().loginAccepted();
  }

  @Override
  public List<String> loginRefused() {
    return profile.words().loginRefused();
  }

  @Override
  public synchronized Optional<List<String>> loginForbidden(String mechanism) {
    return Optional.ofNullable(forbidden.get(mechanism))
        .or(() -> Optional.ofNullable(forbidden.get("*")));
  }

  @Override
  public String loginMissing() {
    return profile.words().loginMissing();
  }

  @Override
  public Optional<String> loginEnded() {
    return Optional.of(profile.words().loginMissing());
  }

  @Override
  public synchronized Optional<String> mailRefused(String user) {
    if (used(messages, user) >= limits.messagesPerMinute()) {
      return Optional.of(profile.words().tooFast());
    }
    return profile == ProviderProfile.M365 ? Optional.empty() : quota(user, 1);
  }

  @Override
  public synchronized Optional<String> messageRefused(ReceivedMail mail) {
    String user = mail.user().orElse("");
    Optional<String> refusal =
        senderRefused(user, mail).or(() -> quota(user, mail.recipients().size()));
    if (refusal.isEmpty()) {
      use(messages, user, 1, MINUTE);
      use(recipients, user, mail.recipients().size(), DAY);
    }
    return refusal;
  }

  private Optional<String> quota(String user, int more) {
    return used(recipients, user) + more > limits.recipientsPerDay()
        ? Optional.of(profile.words().quota())
        : Optional.empty();
  }

  /** Gmail writes its own From instead of refusing; a server by the RFC is not asked to care. */
  private Optional<String> senderRefused(String user, ReceivedMail mail) {
    if (profile != ProviderProfile.M365) {
      return Optional.empty();
    }
    String name = user.toLowerCase(Locale.ROOT);
    Set<String> allowed = mailboxes.getOrDefault(name, Set.of(name));
    String from = Addresses.bare(mail.header("From").orElse(mail.sender()));
    return allowed.contains(mail.sender().toLowerCase(Locale.ROOT)) && allowed.contains(from)
        ? Optional.empty()
        : Optional.of(
            "554 5.2.252 SendAsDenied; "
                + user
                + " not allowed to send as "
                + from
                + "; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied");
  }

  @Override
  public String messageAccepted() {
    return profile.words().accepted();
  }

  private static int used(Map<String, Deque<Use>> uses, String user) {
    Deque<Use> own = uses.getOrDefault(user, new ArrayDeque<>());
    while (!own.isEmpty() && own.peek().until().passed()) {
      own.poll();
    }
    return own.stream().mapToInt(Use::amount).sum();
  }

  private static void use(Map<String, Deque<Use>> uses, String user, int amount, Duration back) {
    uses.computeIfAbsent(user, name -> new ArrayDeque<>())
        .add(new Use(amount, Deadline.after(back)));
  }
}
