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
 * @param mode of {@code -b}: m takes a mail, s speaks SMTP, p lists the queue
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
  private static final String MAYBE_VALUE = "qdexo";

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
      if (letters(argument, given)) {
        i++;
        if (i == arguments.length) {
          throw new Sysexit(Sysexit.USAGE, "a value is missing after " + argument);
        }
        given.put(argument.charAt(argument.length() - 1), arguments[i]);
      }
    }
    return of(given, rest);
  }

  /** True where the last letter takes its value from the next argument. */
  private static boolean letters(String argument, Map<Character, String> given) throws Sysexit {
    for (int at = 1; at < argument.length(); at++) {
      char letter = argument.charAt(at);
      String stuck = argument.substring(at + 1);
      if (letter == 'o' && stuck.startsWith("i")) {
        given.put('i', "");
        return false;
      }
      if (WITH_VALUE.indexOf(letter) >= 0) {
        given.put(letter, stuck);
        return stuck.isEmpty() && MAYBE_VALUE.indexOf(letter) < 0;
      }
      if (ALONE.indexOf(letter) < 0) {
        throw new Sysexit(Sysexit.USAGE, "-" + letter + " is no option of sendmail");
      }
      given.put(letter, "");
    }
    return false;
  }

  private static Options of(Map<Character, String> given, List<String> rest) throws Sysexit {
    String mode = given.getOrDefault('b', "m");
    if (!mode.matches("[amspi]")) {
      throw new Sysexit(
          Sysexit.USAGE, "-b" + mode + " is not done here; -bm, -bs, -bp and -bi are");
    }
    Optional<String> sender =
        Optional.ofNullable(given.get('f')).or(() -> Optional.ofNullable(given.get('r')));
    return new Options(
        mode.charAt(0),
        Optional.ofNullable(given.get('C')),
        sender,
        Optional.ofNullable(given.get('F')).filter(name -> !name.isBlank()),
        given.containsKey('i'),
        given.containsKey('t'),
        Optional.ofNullable(given.get('N')),
        Optional.ofNullable(given.get('R')),
        Optional.ofNullable(given.get('V')),
        List.copyOf(rest));
  }
}
