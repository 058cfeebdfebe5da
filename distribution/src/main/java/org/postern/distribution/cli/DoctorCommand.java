package org.postern.distribution.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.examination.Mark;
import org.postern.core.smtp.MailAddress;
import org.postern.distribution.doctor.Doctor;
import org.postern.distribution.doctor.DoctorFinding;
import org.postern.distribution.doctor.DoctorReport;
import org.postern.distribution.output.Json;
import org.postern.distribution.wiring.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Walks the whole way and names the fault and its remedy. */
@Command(
    name = "doctor",
    description = {
      "Examine the whole way of a mail, name the fault, what it means, and what to do.",
      "Looks at settings, files, key ring, network, TLS, token, login, sender and recipient.",
      "No mail is sent (but see --send), and no secret goes over an open line."
    })
final class DoctorCommand implements Callable<Integer> {

  @ParentCommand PosternCommand postern;

  @Option(
      names = "--to",
      paramLabel = "ADDR",
      split = ",",
      description = "Recipients to ask the server for (default: the sender itself).")
  List<String> to = List.of();

  @Option(names = "--send", description = "Really send a mail to them.")
  boolean send;

  @Option(names = "--json", description = "Print the steps as JSON.")
  boolean json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a report for support, without secrets; hosts and names stay in it.")
  Optional<Path> report = Optional.empty();

  @Option(
      names = "--fix",
      description = "Mend what can be mended here, each after a question; then look again.")
  boolean fix;

  @Option(names = "--yes", description = "With --fix: ask nothing, but for whom to trust.")
  boolean yes;

  @Option(
      names = "--trust",
      paramLabel = "SHA256",
      description = "With --fix: import the missing certificate of this fingerprint unasked.")
  List<String> trust = List.of();

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "The longest that one step may take (default: ${DEFAULT-VALUE}).")
  int patience = 10;

  private final List<DoctorFinding> found = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> explained = new HashSet<>();

  @Override
  public Integer call() throws IOException {
    if (patience < 1) {
      throw CommandFailure.usage("--patience is 1 second at least");
    }
    to.forEach(DoctorCommand::checked);
    if (report.isPresent()) {
      SupportReport.tryOut(report.get()); // now, not after a minute of looking
    }
    Configuration configuration = postern.named();
    Thread interrupted = new Thread(() -> interrupted(configuration), "doctor-interrupted");
    Runtime.getRuntime().addShutdownHook(interrupted);
    DoctorReport seen;
    try {
      seen = examined(configuration);
      if (fix && new Fixes(postern, configuration, yes, trust).mend(seen)) {
        found.clear();
        explained.clear();
        said("Looks again.");
        seen = examined(configuration);
      }
    } finally {
      forgotten(interrupted);
    }
    return ended(configuration, seen, true) || seen.fault().isPresent()
        ? ExitCode.of(seen)
        : ExitCode.UNEXPECTED;
  }

  private DoctorReport examined(Configuration configuration) {
    return Doctor.examine(
        configuration,
        postern.terminal().environment(),
        new Doctor.Wishes(to, send, Duration.ofSeconds(patience)),
        this::heard);
  }

  private void heard(DoctorFinding one) {
    found.add(one);
    if (!json) {
      boolean before =
          one.diagnosis().map(Diagnosis::id).filter(id -> !explained.add(id)).isPresent();
      StepLines.of(one, before).forEach(postern.terminal()::line);
    }
  }

  private static void forgotten(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endsAlready) {
      Thread.currentThread().interrupt(); // the hook has the last word
    }
  }

  private void interrupted(Configuration configuration) {
    said("Interrupted; the steps above are all that was seen.");
    ended(configuration, new DoctorReport(List.copyOf(found)), false);
  }

  /** False where the report could not be written. */
  private boolean ended(Configuration configuration, DoctorReport seen, boolean whole) {
    if (json) {
      postern.terminal().line(Json.of(DoctorJson.of(seen, whole)));
    } else if (whole) {
      summary(seen);
    }
    return report.isEmpty() || written(report.get(), configuration, seen, whole);
  }

  private boolean written(
      Path file, Configuration configuration, DoctorReport seen, boolean whole) {
    Terminal terminal = postern.terminal();
    try {
      new SupportReport(configuration, terminal.environment()).write(file, seen, whole);
      terminal.note("The report is in " + file + "; read it before you send it.");
      return true;
    } catch (IOException unwritable) {
      terminal.note("postern: the report cannot be written: " + unwritable);
      return false;
    }
  }

  private void summary(DoctorReport seen) {
    long hints = seen.findings().stream().filter(one -> one.finding().mark() == Mark.HINT).count();
    String mail = send && seen.fault().isEmpty() ? " A mail was sent." : " No mail was sent.";
    said(
        seen.fault()
            .map(
                fault ->
                    "Not ready to send mail. Begin with the first ✗: "
                        + fault.finding().name()
                        + ".")
            .orElse(
                (hints == 0 ? "All is well." : "Mail can be sent; see the lines with !.") + mail));
    boolean mendable = seen.findings().stream().anyMatch(one -> one.fix().isPresent());
    if (mendable && !fix) {
      said("`postern doctor --fix` mends some of it after a question.");
    }
  }

  private void said(String text) {
    if (!json) {
      postern.terminal().line(Wrapped.text(text, "    "));
    }
  }

  private static void checked(String address) {
    try {
      MailAddress.parse(address.strip());
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(refused.getMessage());
    }
  }
}
