package org.postern.distribution.faultlab;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.testkit.SmtpStep;

/** The rows of the mail server's replies: it really says each row's own example. */
final class MailReplies {

  private static final Pattern SAID = Pattern.compile("^(?:.* the server said )?([2-5]\\d\\d .+)$");
  private static final Map<String, SmtpStep> STEPS =
      Map.of(
          "auth", SmtpStep.AUTH,
          "mail", SmtpStep.MAIL,
          "rcpt", SmtpStep.RCPT,
          "data", SmtpStep.DATA,
          "final_dot", SmtpStep.FINAL_DOT,
          "banner", SmtpStep.BANNER,
          "ehlo", SmtpStep.EHLO,
          "starttls", SmtpStep.STARTTLS);

  private MailReplies() {}

  static List<Fault> all() {
    return Diagnoses.builtIn().all().stream().flatMap(MailReplies::of).toList();
  }

  /** One for each stage of the row; a row of any stage is produced at the usual one. */
  private static Stream<Fault> of(Diagnosis row) {
    Optional<String> reply = reply(row);
    List<String> stages =
        row.stages().isEmpty()
            ? List.of(reply.orElse("").startsWith("53") ? "auth" : "mail")
            : row.stages().stream().filter(STEPS::containsKey).sorted().toList();
    return reply.stream().flatMap(said -> stages.stream().map(stage -> at(stage, said, row)));
  }

  private static Fault at(String stage, String reply, Diagnosis row) {
    Fault fault =
        Fault.basic(
            row.id(),
            site -> {
              if (row.provider().isPresent()) {
                site.add("postern.provider=" + row.provider().get());
              }
              site.server().at(STEPS.get(stage)).reply(reply);
            });
    return stage.equals("data") || stage.equals("final_dot") ? fault.sending() : fault;
  }

  private static Optional<String> reply(Diagnosis row) {
    Matcher said = SAID.matcher(row.example());
    return said.find() ? Optional.of(said.group(1)) : Optional.empty();
  }
}
