package org.postern.distribution.sendmail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of sendmail(1), read as getopt(3) does: letters may share one dash, a value may
 * stick to its letter. What has no meaning here (delivery modes, hop counts, log options) is taken
 * and has no effect, since callers say it out of habit. Immutable.
 *
 * @param mode of {@code -b}: m takes a mail, s speaks SMTP, p lists the queue; i does nothing, h
 *     shows help, M the manual page
 * @param conf {@code -C}: the folder of the settings
 * @param sender {@code -f} or {@code -r}; "" or "<>" for the null reverse-path
 * @param fullName {@code -F}
 * @param dotsIgnored {@code -i}, {@code -oi}: a lone dot does not end the mail
 * @param recipientsFromHeader {@code -t}
 * @param notifyOn {@code -N}
 * @param returned {@code -R}
 * @param envelopeId {@code -V}
 * @param recipients the rest
 */
record Options(
    char mode,
    Optional<String> conf,
    Optional<String> sender,
    Optional<String> fullName,
    boolean dotsIgnored,
    boolean recipientsFromHeader,
    Optional<String> notifyOn,
    Optional<String> returned,
    Optional<String> envelopeId,
    List<String> recipients) {

  private static final String WITH_VALUE = "ABCDFLNORVXbdefhopqr";
  private static final String ALONE = "GIUcimnstvx";

  /** Those whose value may be left out: then nothing sticks to the letter. */
  private static final String MAYBE_VALUE = "qdx";

  /** Words instead of letters, which sendmail(1) has not, and their modes. */
  private static final Map<String, Character> WORDS = Map.of("--help", 'h', "--man", 'M');

  private static final String ON = "(success|failure|delay)";

  static Options of(String... arguments) throws Sysexit {
    Map<Character, String> given = new HashMap<>();
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (argument.equals("--")) {
        rest.addAll(List.of(arguments).subList(i + 1, arguments.length));
        break;
      }
      if (!argument.startsWith("-") || argument.length() == 1) {
        rest.add(argument);
        continue;
      }
      if (argument.startsWith("--")) {
        given.put('-', argument);
      } else if (letters(argument, given)) {
        i++;
        if (i == arguments.length) {
          throw new Sysexit(Sysexit.USAGE, "a value is missing after " + argument);
        }
        put(argument.charAt(argument.length() - 1), arguments[i], given);
      }
    }
    return of(given, rest);
  }

  /** True where the last letter takes its value from the next argument. */
  private static boolean letters(String argument, Map<Character, String> given) throws Sysexit {
    for (int at = 1; at < argument.length(); at++) {
      char letter = argument.charAt(at);
      String stuck = argument.substring(at + 1);
      if (WITH_VALUE.indexOf(letter) >= 0) {
        put(letter, stuck, given);
        return stuck.isEmpty() && MAYBE_VALUE.indexOf(letter) < 0;
      }
      if (ALONE.indexOf(letter) < 0) {
        throw new Sysexit(
            Sysexit.USAGE, "-" + letter + " is no option of sendmail; --help shows those that are");
      }
      put(letter, "", given);
    }
    return false;
  }

  private static void put(char letter, String value, Map<Character, String> given) {
    given.put(letter, value);
    if (letter == 'o' && value.startsWith("i")) {
      given.put('i', "");
    }
  }

  private static Options of(Map<Character, String> given, List<String> rest) throws Sysexit {
    return new Options(
        mode(given, rest),
        Optional.ofNullable(given.get('C')),
        Optional.ofNullable(given.get('f')).or(() -> Optional.ofNullable(given.get('r'))),
        Optional.ofNullable(given.get('F')).filter(name -> !name.isBlank()),
        given.containsKey('i'),
        given.containsKey('t'),
        checked(
            'N', "(?i)never|" + ON + "(," + ON + ")*", "never, or success,failure,delay", given),
        checked('R', "(?i)full|hdrs", "full or hdrs", given),
        checked(
            'V',
            "([!-*,-<>-~]|\\+[0-9A-F]{2}){1,100}",
            "1 to 100 characters without blanks, in xtext (RFC 3461)",
            given),
        List.copyOf(rest));
  }

  private static char mode(Map<Character, String> given, List<String> rest) throws Sysexit {
    if (given.containsKey('-')) {
      String word = given.get('-');
      Character mode = WORDS.get(word);
      if (mode == null) {
        throw new Sysexit(
            Sysexit.USAGE, word + " is no option of sendmail; --help shows those that are");
      }
      return mode;
    }
    String mode = given.getOrDefault('b', "m");
    if (!mode.matches("[amspi]")) {
      throw new Sysexit(
          Sysexit.USAGE, "-b" + mode + " is not done here; -bm, -bs, -bp and -bi are");
    }
    // to work off the queue, or to prepare aliases, is asked for by a call without a mail
    boolean nothing = given.containsKey('I') || given.containsKey('q');
    boolean mail = !rest.isEmpty() || given.containsKey('t') || given.containsKey('b');
    return nothing && !mail ? 'i' : mode.charAt(0);
  }

  private static Optional<String> checked(
      char letter, String pattern, String what, Map<Character, String> given) throws Sysexit {
    String value = given.get(letter);
    if (value != null && !value.matches(pattern)) {
      throw new Sysexit(Sysexit.USAGE, "the value of -" + letter + " must be " + what);
    }
    return Optional.ofNullable(value);
  }
}
