package org.postern.distribution.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The scripts of src/test/resources/triggers, and what must arrive of them. */
final class TriggerScripts {

  private static final byte[] IMAGE = random(3_000);
  private static final byte[] REPORT = random(60_000);

  private TriggerScripts() {}

  /** What arrives of a script; its parameters besides the marker. */
  record Arrives(String script, List<String> parameters, Mail... mails) {

    Arrives(String script, Mail... mails) {
      this(script, List.of(), mails);
    }

    /** How many copies land in mailboxes. */
    int copies() {
      return Arrays.stream(mails).mapToInt(Mail::copies).sum();
    }

    @Override
    public String toString() {
      return script;
    }
  }

  /**
   * A mail.
   *
   * @param subject what stands before the marker
   * @param others recipients that To does not name
   * @param text "" where there is none
   * @param html "" where there is none
   * @param files names, or Content-IDs, each with the bytes
   */
  record Mail(String subject, String to, int others, String text, String html, Object... files) {

    Mail(String subject, String to, String text, String html, Object... files) {
      this(subject, to, 0, text, html, files);
    }

    private int copies() {
      return to.split("@").length - 1 + others;
    }
  }

  /** Copies the scripts, and the files that they attach, to a folder. */
  static void copyTo(Path folder) throws Exception {
    Path resources = Path.of(TriggerScripts.class.getResource("/triggers/fixture.yaml").toURI());
    try (Stream<Path> all = Files.list(resources.getParent())) {
      for (Path file : all.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Files.write(folder.resolve("logo.png"), IMAGE);
    Files.write(folder.resolve("report.pdf"), REPORT);
  }

  static List<Arrives> all() {
    return List.of(
        new Arrives(
            "01-sendmail-one.js",
            new Mail("Item 42 已关闭 ", "inbox@lab.test", "Dear 金 Kim,\nthe state is Closed.\n", "")),
        new Arrives(
            "02-sendmail-many.js",
            new Mail(
                "To all approvers ",
                "inbox@lab.test, second@lab.test",
                "Please look: Größe 3 €",
                "")),
        new Arrives(
            "03-html-email-with-login.js",
            new Mail(
                "关闭通知 ",
                "金 Kim <inbox@lab.test>",
                "请用 HTML 阅读",
                "<html><body><p style='font-family: 微软雅黑'>你好, 42</p></body></html>")),
        new Arrives(
            "04-java-mail-transport-send.js",
            new Mail("Plain ", "inbox@lab.test", "First line\n.\nlast line", "")),
        new Arrives(
            "05-java-mail-connect-with-password.js",
            new Mail("Verbunden ", "inbox@lab.test", 1, "", "<b>fünf &lt; sechs</b>")),
        new Arrives(
            "06-java-mail-smtps-authenticator.js",
            new Mail("SMTPS ", "Kim <inbox@lab.test>", "über smtps", "")),
        new Arrives(
            "07-multipart-attachment-inline.js",
            new Mail(
                "Mit Anlage 附件 ",
                "inbox@lab.test",
                "",
                "<p>Bild: <img src='cid:logo@lab.test'></p>",
                "<logo@lab.test>",
                IMAGE,
                "Bericht 報告.pdf",
                REPORT)),
        new Arrives(
            "08-commons-email-attachment.js",
            new Mail(
                "MultiPart ",
                "inbox@lab.test",
                "Siehe Anlage: Übersicht",
                "",
                "Übersicht.pdf",
                REPORT)),
        new Arrives(
            "09-image-html-email.js",
            new Mail(
                "Image ",
                "inbox@lab.test",
                "no picture here",
                "<html><img src=\"cid:CID\"> – fertig</html>",
                "CID",
                IMAGE)),
        new Arrives(
            "10-strings-the-rhino-way.js",
            new Mail(
                "Strings ", "inbox@lab.test", "state|changed|project|kim|lee|http24|java", "")),
        new Arrives(
            "11-swallowed-exceptions.js",
            new Mail("After errors ", "inbox@lab.test", "still here", "")),
        new Arrives(
            "12-for-each-crlf.js",
            new Mail("Each 一 ", "inbox@lab.test", "line 1\nline 2 一", ""),
            new Mail("Each 二 ", "second@lab.test", "line 1\nline 2 二", "")),
        new Arrives(
            "13-scheduled-digest.js",
            new Mail(
                "Digest ",
                "inbox@lab.test",
                "金 Kim\n42: Deck <too> low & \"wet\" 桥面\n43: Rail loose\n",
                ""),
            new Mail(
                "Digest ",
                "second@lab.test",
                "Lee Ärmel\n42: Deck <too> low & \"wet\" 桥面\n43: Rail loose\n",
                "")),
        new Arrives("14-command-api.js", new Mail("API ", "inbox@lab.test", "42=Deck too low", "")),
        new Arrives(
            "16-old-dialect-and-parameters.js",
            List.of(
                "Mail Subject=Überfällig 逾期",
                "Further Receivers= second@lab.test ",
                "Further Receivers=inbox@lab.test"),
            new Mail(
                "Überfällig 逾期 ",
                "second@lab.test, inbox@lab.test",
                "closed\nA\nB\n2+3=9\nerste/zweite/42\n1910\nno hosts",
                "")),
        new Arrives(
            "17-alternative-and-adapters.js",
            new Mail(
                "两种格式 ",
                "金, Kim <inbox@lab.test>, second@lab.test",
                "纯文本\n.\n..zwei Punkte",
                "<p>超文本 &amp; mehr</p>",
                "表格.csv",
                "编号;Größe\n42;3\n".getBytes(UTF_8))),
        new Arrives(
            "18-template-file-and-embed.js",
            new Mail(
                "Vorlage ",
                "inbox@lab.test",
                1,
                "",
                "<html><body><p>项目 42 — Closed</p>\n<img src=\"cid:logo18\"></body></html>",
                "<logo18>",
                IMAGE,
                "report.pdf",
                REPORT)));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
