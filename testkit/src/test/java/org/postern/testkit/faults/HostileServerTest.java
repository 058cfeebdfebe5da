package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.SmtpStep;

/**
 * Hostile servers against a small heap: no OutOfMemoryError, and the client gives up. The heap is
 * far below the 128 MB that is asked for, so that a reply that is collected fills it at once.
 */
class HostileServerTest {

  private static final String HEAP = "40m";

  static Stream<Arguments> floods() {
    return Stream.of(
        flood(SmtpStep.BANNER, "220-x\r\n", "DEFERRED"),
        flood(SmtpStep.BANNER, "220 x", "DEFERRED"),
        flood(SmtpStep.EHLO, "250-x\r\n", "DEFERRED"),
        flood(SmtpStep.EHLO, "250-" + "x".repeat(4000) + "\r\n", "DEFERRED"),
        flood(SmtpStep.EHLO, "\r\n", "DEFERRED"),
        flood(SmtpStep.RCPT, "250-x\r\n", "DEFERRED"),
        flood(SmtpStep.FINAL_DOT, "250-x\r\n", "UNCONFIRMED"),
        flood(SmtpStep.FINAL_DOT, "x", "UNCONFIRMED"));
  }

  private static Arguments flood(SmtpStep step, String unit, String outcome) {
    Consumer<FakeSmtpServer> script = server -> server.at(step).will(Reaction.endless(unit));
    String shown = unit.length() > 20 ? "long lines" : unit.replace("\r\n", "\\r\\n");
    return Arguments.of(step + " endless \"" + shown + "\"", script, outcome);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void floodIsCutWithoutFillingTheMemory(
      String name, Consumer<FakeSmtpServer> script, String outcome) throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      script.accept(server);
      assertThat(ChildMailer.run(HEAP, server.port(), ChildMailer.HASTY)).isEqualTo(outcome);
    }
  }
}
