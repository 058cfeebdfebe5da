package org.postern.distribution.sendmail;

import java.util.List;
import java.util.Map;
import org.postern.distribution.cli.Troff;

/** What is said of this command: its help and its manual page, of one list. */
final class Manual {

  private static final String SUMMARY =
      "Takes a mail from standard input and leaves it for Postern to deliver.";

  private static final List<String> ABOUT =
      List.of(
          "Stands for sendmail(1). The mail is in the spool when it returns 0, whether the server"
              + " runs or not. A user who may not write there hands it to the server on this host, by"
              + " SMTP, at the addresses of postern.relay.listen.",
          "Users of this host, such as root, have no address beyond it. As recipients they stand for"
              + " postern.sendmail.local_recipients, as the sender for the account"
              + " (postern.mail.from or mksis.logging.email.from).");

  private record Option(String letters, String value, String meaning) {}

  private static final List<Option> OPTIONS =
      List.of(
          new Option("-t", "", "The mail goes to whom To, Cc and Bcc of its header name, too."),
          new Option(
              "-f, -r",
              "ADDRESS",
              "The envelope's sender; <> for none, a user's name for the account."),
          new Option("-F", "NAME", "The name in From, where the mail has no From."),
          new Option("-i, -oi", "", "A line with a lone dot does not end the mail."),
          new Option("-N", "WHEN", "Ask for notifications: never, or success,failure,delay."),
          new Option("-R", "WHAT", "What notifications return: full or hdrs."),
          new Option("-V", "ID", "An id of the envelope, for notifications."),
          new Option("-bm", "", "Take a mail; the default."),
          new Option("-bs", "", "Speak SMTP on standard input and output."),
          new Option("-bp", "", "List the queue."),
          new Option(
              "-bi, -I, -q", "", "Do nothing: no aliases are prepared, the server delivers."),
          new Option("-C", "DIR", "The folder of the settings."),
          new Option("--help", "", "Show this help."),
          new Option("--man", "", "Print the manual page in troff."),
          new Option(
              "-A, -B, -D, -G, -L, -O, -U, -X, -c, -d, -e, -h, -m, -n, -o, -p, -s, -v, -x",
              "",
              "Taken, and without effect."));

  /** The meanings of all exit codes. */
  static final Map<Integer, String> CODES = codes();

  private Manual() {}

  private static Map<Integer, String> codes() {
    Map<Integer, String> codes = new java.util.LinkedHashMap<>();
    codes.put(Sysexit.OK, "in the spool, or with the server");
    codes.put(Sysexit.USAGE, "wrong use");
    codes.put(
        Sysexit.DATAERR,
        "no recipient in the header (-t), or one that cannot be read; a NUL byte in the mail");
    codes.put(Sysexit.NOUSER, "no address, or a user of this host without local_recipients");
    codes.put(
        Sysexit.UNAVAILABLE,
        "refused by the rules of the relay: sender, size, loop; by -bs no mail was taken");
    codes.put(Sysexit.SOFTWARE, "a fault of Postern");
    codes.put(Sysexit.IOERR, "input or output failed");
    codes.put(Sysexit.TEMPFAIL, "the spool cannot be used now, nor the server: try again");
    codes.put(Sysexit.CONFIG, "the settings cannot be used, or not be read by this user");
    return codes;
  }

  /** For a screen. */
  static String help() {
    StringBuilder text = new StringBuilder();
    text.append("Usage: postern-sendmail [OPTIONS] [RECIPIENT...]\n").append(SUMMARY).append('\n');
    for (Option option : OPTIONS) {
      text.append(row((option.letters() + " " + option.value()).strip(), option.meaning(), 16));
    }
    text.append("Exit codes, as in sysexits.h:\n");
    CODES.forEach((code, meaning) -> text.append(row(String.valueOf(code), meaning, 5)));
    return text.append("The manual page says more: postern-sendmail --man | man -l -\n").toString();
  }

  private static String row(String term, String meaning, int width) {
    String gap =
        term.length() < width ? " ".repeat(width - term.length()) : "\n" + " ".repeat(width + 2);
    return "  " + term + gap + meaning + "\n";
  }

  /** {@code postern-sendmail(1)}. */
  static String page() {
    Troff page = new Troff("POSTERN-SENDMAIL");
    page.section("NAME");
    page.line("postern\\-sendmail \\- " + Troff.text(SUMMARY));
    page.section("SYNOPSIS");
    page.line(".B postern\\-sendmail");
    page.line("[\\fIoptions\\fR] [\\fIrecipient\\fR...]");
    page.section("DESCRIPTION");
    for (String part : ABOUT) {
      page.line(".PP");
      page.line(Troff.text(part));
    }
    page.section("OPTIONS");
    for (Option option : OPTIONS) {
      String value = option.value().isEmpty() ? "" : " \\fI" + option.value() + "\\fR";
      page.tagged("\\fB" + Troff.text(option.letters()) + "\\fR" + value, option.meaning());
    }
    page.section("EXIT STATUS");
    CODES.forEach((code, meaning) -> page.tagged("\\fB" + code + "\\fR", meaning));
    page.section("FILES");
    page.tagged(
        "\\fIDIR/is.properties\\fR, \\fIDIR/security.properties\\fR",
        "The settings, which the user must be able to read.");
    page.section("SEE ALSO");
    page.line(".BR postern (1)");
    return page.toString();
  }
}
