package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.spool.MailId;
import org.postern.spool.Queue.State;
import org.postern.spool.Spool;

class QueueCommandTest {

  @TempDir Path home;
  private Shell shell;
  private SpoolOfTest spool;

  @BeforeEach
  void settings() {
    Conf.files(home.resolve("conf"), "mksis.logging.email.server.hostname=localhost\n", "");
    spool = new SpoolOfTest(home.resolve("conf"));
    shell = new Shell(home);
  }

  @Test
  void anEmptyQueueSaysSo() {
    spool.open().close();
    assertThat(shell.run("queue", "list").out()).isEqualTo("No mail waits.\n");
    assertThat(shell.run("queue", "list", "--json").out()).isEqualTo("[]\n");
  }

  @Test
  void whereThereIsNoSpoolEachCommandSaysSoAndMakesNone() {
    Path file = home.resolve("f");
    List<List<String>> commands =
        List.of(
            List.of("list"),
            List.of("show", "ABCDEFGH1234"),
            List.of("retry", "--all"),
            List.of("drop", "--all", "--yes"),
            List.of("export", "--all", "--dir", file.toString()),
            List.of("backup", file.toString()));
    for (List<String> command : commands) {
      List<String> line = new ArrayList<>(List.of("queue"));
      line.addAll(command);

      Shell.Run run = shell.run(line.toArray(String[]::new));

      assertThat(run.code()).as(run.all()).isEqualTo(3);
      assertThat(run.err())
          .contains("there is no spool in " + home.resolve("conf/spool"), "postern.spool.folder");
    }
    assertThat(home.resolve("conf/spool")).doesNotExist();
    assertThat(file).doesNotExist();
  }

  @Test
  void aBackupPutBackIsTheSameQueue() throws IOException {
    MailId mail = spool.mail("a@example.com", "b@example.org");
    Path copy = home.resolve("copy.db");

    assertThat(shell.run("queue", "backup", copy.toString()).code()).isZero();
    assertThat(shell.run("queue", "drop", "--all", "--yes").code()).isZero();
    assertThat(shell.run("queue", "backup", copy.toString()).err()).contains("exists already");
    Path folder = home.resolve("conf/spool");
    for (String file : new String[] {"spool.db", "spool.db-wal", "spool.db-shm"}) {
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.copy(copy, folder.resolve("spool.db"));

    assertThat(shell.run("queue", "list").out()).contains(mail.text());
  }

  @Test
  void settingsBrokenElsewhereAreToldAndTheQueueIsWorkedOn() {
    MailId mail = spool.mail("a@example.com", "b@example.org");
    MailId other = spool.mail("a@example.com", "c@example.org");
    broken("mksis.logging.email.server.port=lots\npostern.spool.keep_free_mb=some\n");
    Path out = home.resolve("out");

    Shell.Run list = shell.run("queue", "list", "--json");
    List<Shell.Run> changes =
        List.of(
            shell.run("queue", "show", mail.text()),
            shell.run("queue", "hold", mail.text()),
            shell.run("queue", "release", mail.text()),
            shell.run("queue", "retry", mail.text()),
            shell.run("queue", "export", mail.text(), "--dir", out.toString()),
            shell.run("queue", "drop", mail.text(), "--yes"));

    assertThat(list.code()).isZero();
    assertThat(list.out()).startsWith("[").contains(mail.text(), other.text());
    assertThat(list.err()).contains("is.properties:1 mksis.logging.email.server.port: \"lots\"");
    assertThat(changes).allMatch(run -> run.code() == 0 && run.err().contains("\"lots\""));
    assertThat(out.resolve(mail.text() + ".eml")).exists();
    assertThat(shell.run("queue", "list").out()).contains(other.text()).doesNotContain(mail.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postern.spool.folder=\n",
        "postern.spool.folder=a\\u12\n",
        "postern.spool.foldr=elsewhere\n",
        "postern.spool.\\u12=elsewhere\n",
        "postern.spool.url=jdbc:mysql://localhost/postern\n",
        "postern.spool.url=jdbc:postgresql://localhost/postern\npostern.spool.user=\n"
      })
  void aSpoolWhosePlaceIsNotKnownIsNotGuessed(String place) {
    broken("mksis.logging.email.server.port=lots\n" + place);

    Shell.Run list = shell.run("queue", "list");

    assertThat(list.code()).as(list.all()).isEqualTo(3);
    assertThat(list.err()).contains("\"lots\"", "nothing was done");
    assertThat(list.out()).isEmpty();
  }

  private void broken(String is) {
    Conf.files(home.resolve("conf"), is, "");
  }

  @Test
  void theListShowsWhatWaitsAndWhyWithin80Columns() {
    String longLocalPart = "x".repeat(64);
    MailId first = spool.mail("a@example.com", "b@example.org", "c@example.org");
    MailId second = spool.mail(longLocalPart + "@example.com", longLocalPart + "@example.org");
    spool.giveUp("554 5.7.1 " + "the server does not want it ".repeat(5));

    Shell.Run list = shell.run("queue", "list");

    assertThat(list.err()).isEmpty();
    assertThat(list.out().lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 80);
    assertThat(list.out())
        .contains(first.text(), second.text(), "a@example.com", "b@example.org +1", "dead")
        .contains("    [example-id] 554 5.7.1 the server does not want it");
    assertThat(list.out().indexOf(first.text())).isLessThan(list.out().indexOf(second.text()));
  }

  @Test
  void filtersNarrowItDown() {
    MailId one = spool.mail("a@example.com", "b@example.org");
    MailId two = spool.mail("z@example.com", "c@example.org");

    assertThat(shell.run("queue", "list", "--sender", "a@example.com").out())
        .contains(one.text())
        .doesNotContain(two.text());
    assertThat(shell.run("queue", "list", "--recipient", "c@example.org").out())
        .contains(two.text())
        .doesNotContain(one.text());
    assertThat(shell.run("queue", "list", "--recipient", "c@EXAMPLE.Org").out())
        .contains(two.text())
        .doesNotContain(one.text());
    assertThat(shell.run("queue", "list", "--state", "held,dead").out())
        .isEqualTo("No mail fits; mails in the spool: 2.\n");
    assertThat(shell.run("queue", "list", two.text().toLowerCase()).out()).contains(two.text());
  }

  @Test
  void aLimitShowsThatThereIsMore() {
    for (int i = 0; i < 3; i++) {
      spool.mail("a@example.com", "b@example.org");
    }

    Shell.Run two = shell.run("queue", "list", "--limit", "2");
    Shell.Run three = shell.run("queue", "list", "--limit", "3");

    assertThat(two.out()).hasLineCount(3);
    assertThat(two.err()).contains("There is more");
    assertThat(three.out()).hasLineCount(4);
    assertThat(three.err()).isEmpty();
  }

  @Test
  void aMailIsShownWhole() {
    MailId id = spool.mail("a@example.com", "b@example.org");
    spool.giveUp("550 5.1.1 nobody here");

    Shell.Run shown = shell.run("queue", "show", id.text());
    Shell.Run json = shell.run("queue", "show", id.text(), "--json");

    assertThat(shown.out())
        .contains("smtp [127.0.0.1] erp.example.com", "b@example.org", "dead")
        .contains("550 5.1.1 nobody here [example-id]", "<1@example.com>");
    assertThat(json.out())
        .contains("\"id\":\"" + id + "\"", "\"state\":\"dead\"", "\"diagnosis\":\"example-id\"");
  }

  @Test
  void aMailThatIsNotThereIsExitCodeOne() {
    spool.open().close();
    assertThat(shell.run("queue", "show", "ABCDEFGH1234").code()).isEqualTo(1);
    assertThat(shell.run("queue", "show", "no id").code()).isEqualTo(2);
  }

  @Test
  void holdReleaseAndRetryChangeTheStateOfWhatIsNamed() {
    MailId id = spool.mail("a@example.com", "b@example.org");
    MailId other = spool.mail("a@example.com", "c@example.org");

    assertThat(shell.run("queue", "hold", id.text()).out()).isEqualTo("1 recipients held.\n");
    assertThat(shell.run("queue", "hold", "ABCDEFGH1234").unwrapped())
        .isEqualTo("0 recipients held; ABCDEFGH1234 is not in the spool, perhaps delivered. ");
    assertThat(shell.run("queue", "hold", id.text()).out())
        .isEqualTo("0 recipients held; no waiting mail in the spool fits.\n");
    assertThat(shell.run("queue", "list", other.text()).out()).contains("  due  ");
    assertThat(shell.run("queue", "show", other.text()).out()).contains("Next      due since 20");
    assertThat(state(id)).isEqualTo(State.HELD);
    assertThat(state(other)).isEqualTo(State.WAITING);
    assertThat(shell.run("queue", "release", "--all").out()).startsWith("1 recipients released");
    assertThat(state(id)).isEqualTo(State.WAITING);

    spool.giveUp("no");
    assertThat(shell.run("queue", "retry", "--state", "dead").out()).startsWith("2 recipients due");
    assertThat(state(id)).isEqualTo(State.WAITING);
  }

  @Test
  void whatIsNotInTheSpoolIsNamedBesideWhatWasChanged() {
    MailId id = spool.mail("a@example.com", "b@example.org");

    assertThat(shell.run("queue", "hold", id.text(), "ABCDEFGH1234", "ABCDEFGH5678").unwrapped())
        .isEqualTo(
            "1 recipients held; ABCDEFGH1234, ABCDEFGH5678 are not in the spool, perhaps"
                + " delivered. ");
    assertThat(json("drop", "--yes", id.text(), "ABCDEFGH1234"))
        .endsWith("\"problems\":[\"ABCDEFGH1234 is not in the spool, perhaps delivered\"]}");
  }

  @Test
  void theListSaysHowManyMoreRecipientsAMailHasHoweverLongTheFirstIs() {
    spool.mail("a@example.com", "b".repeat(60) + "@example.org", "c@example.org", "d@example.org");

    assertThat(shell.run("queue", "list").out().lines().filter(line -> line.contains("bbb")))
        .singleElement()
        .satisfies(line -> assertThat(line).hasSizeLessThanOrEqualTo(80).endsWith("… +2"));
  }

  @Test
  void eachCommandTellsProgramsInOneObjectWhatItDid() {
    MailId id = spool.mail("a@example.com", "b@example.org", "c@example.org");

    assertThat(json("hold", id.text().toLowerCase(Locale.ROOT)))
        .isEqualTo(
            "{\"done\":\"hold\",\"recipients\":2,\"busy\":0,\"named\":[\""
                + id
                + "\"],\"problems\":[]}");
    assertThat(json("release", "--all"))
        .isEqualTo(
            "{\"done\":\"release\",\"recipients\":2,\"busy\":0,\"named\":[],\"problems\":[]}");
    assertThat(json("retry", "--state", "dead"))
        .isEqualTo(
            "{\"done\":\"retry\",\"recipients\":0,\"busy\":0,\"named\":[],"
                + "\"problems\":[\"no waiting or dead mail in the spool fits\"]}");
    assertThat(json("export", "--all", "--dir", home.resolve("out").toString()))
        .isEqualTo(
            "{\"done\":\"export\",\"mails\":1,\"already\":0,\"folder\":\""
                + home.resolve("out")
                + "\",\"named\":[],\"problems\":[]}");
    assertThat(json("backup", home.resolve("copy.db").toString()))
        .startsWith("{\"done\":\"backup\",\"file\":\"" + home.resolve("copy.db") + "\",\"bytes\":")
        .endsWith(",\"problems\":[]}");
    assertThat(json("drop", "--all", "--yes")).startsWith("{\"done\":\"drop\",\"recipients\":2,");
  }

  @Test
  void anErrorIsSaidInWordsWhereJsonIsWanted() {
    Shell.Run run = shell.run("queue", "hold", "--json");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("say which mails");
  }

  private String json(String command, String... arguments) {
    List<String> line = new ArrayList<>(List.of("queue", command));
    line.addAll(List.of(arguments));
    line.add("--json");
    Shell.Run run = shell.run(line.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).hasLineCount(1);
    return run.out().strip();
  }

  @Test
  void nothingIsChangedWhereNothingIsNamed() {
    MailId id = spool.mail("a@example.com", "b@example.org");

    for (String command : new String[] {"hold", "retry", "release", "drop"}) {
      Shell.Run run = shell.run("queue", command);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("--all");
    }
    assertThat(state(id)).isEqualTo(State.WAITING);
  }

  @Test
  void dropAsksAPersonAndElseWantsYes() {
    MailId id = spool.mail("a@example.com", "b@example.org");

    assertThat(shell.run("queue", "drop", id.text()).code()).isEqualTo(2);
    assertThat(shell.person("n").run("queue", "drop", id.text()).code()).isEqualTo(2);
    assertThat(state(id)).isEqualTo(State.WAITING);
    assertThat(shell.person("y").run("queue", "drop", id.text()).code()).isZero();
    assertThat(shell.run("queue", "show", id.text()).code()).isEqualTo(1);
  }

  @Test
  void exportWritesTheBytesOverwritesNothingAndGoesOnWhereItBrokeOff() throws IOException {
    MailId id = spool.mail("a@example.com", "b@example.org");
    MailId other = spool.mail("z@example.com", "b@example.org");
    Path folder = home.resolve("out");
    String[] all = {"queue", "export", "--all", "--dir", folder.toString()};

    assertThat(shell.run("queue", "export", id.text(), "--dir", folder.toString()).out())
        .contains("Exported 1 mails");
    Files.writeString(folder.resolve(other + ".eml.part"), "half of i");
    Shell.Run rest = shell.run(all);

    assertThat(rest.code()).isZero();
    assertThat(rest.out()).contains("Exported 1 mails into ", "; 1 were there already.");
    assertThat(folder.resolve(id + ".eml")).hasContent("Subject: a@example.com\r\n\r\ntext\r\n");
    assertThat(folder.resolve(other + ".eml")).hasContent("Subject: z@example.com\r\n\r\ntext\r\n");
    assertThat(Files.list(folder)).hasSize(2);
    assertThat(state(id)).isEqualTo(State.WAITING);

    Files.writeString(folder.resolve(id + ".eml"), "somebody's own");
    Shell.Run refused = shell.run(all);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains(id + ".eml exists already", "move it away");
    assertThat(folder.resolve(id + ".eml")).hasContent("somebody's own");
    assertThat(Files.list(folder)).hasSize(2);
  }

  @Test
  void whatIsExportedIsForItsOwnerAlone() throws IOException {
    MailId id = spool.mail("a@example.com", "b@example.org");
    Path folder = home.resolve("new/out");

    assertThat(shell.run("queue", "export", "--all", "--dir", folder.toString()).code()).isZero();

    assertThat(rights(folder)).isEqualTo("rwx------");
    assertThat(rights(folder.resolve(id + ".eml"))).isEqualTo("rw-------");
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void anExportThatBreaksOffNamesFileAndRemedyAndLeavesNoHalfMail() throws Exception {
    MailId id = spool.large("a@example.com", 2 << 20);
    Path folder = Files.createDirectories(home.resolve("disk"));
    assumeTrue(mount("mount", "-t", "tmpfs", "-o", "size=1m", "none", folder.toString()));
    try {
      Shell.Run run = shell.run("queue", "export", "--all", "--dir", folder.toString());

      assertThat(run.code()).isEqualTo(4);
      assertThat(run.err())
          .contains(folder.resolve(id + ".eml.part") + " cannot be written: No space left")
          .contains("make room there")
          .doesNotContain("--debug");
      assertThat(folder).isEmptyDirectory();

      Path copy = folder.resolve("copy.db");
      Shell.Run backup = shell.run("queue", "backup", copy.toString());
      assertThat(backup.code()).isEqualTo(4);
      assertThat(backup.err()).contains(copy.toString(), "look at the disk");
      assertThat(folder).isEmptyDirectory();
    } finally {
      mount("umount", "-l", folder.toString());
    }
  }

  private static boolean mount(String... line) throws Exception {
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getInputStream().transferTo(OutputStream.nullOutputStream());
    return process.waitFor() == 0;
  }

  private State state(MailId id) {
    try (Spool open = spool.open()) {
      return open.queue().find(id).orElseThrow().recipients().get(0).state();
    }
  }
}
