package org.postern.distribution.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.SmtpSession;
import org.postern.testkit.TokenRequest;

/**
 * Sends one mail in each mode, by the very commands of an administrator, to servers of its own on
 * loopback, and tells what happened. Nothing leaves the machine.
 */
public final class Demo {

  private final Path folder;
  private final Commands commands;
  private final Story story;
  private final String launcher;

  /**
   * A demo that writes below {@code folder}, which is made where it does not exist.
   *
   * @param launcher how the reader starts postern, for the commands that are shown
   */
  public Demo(Path folder, Commands commands, PrintWriter out, String launcher) {
    this.folder = folder;
    this.commands = commands;
    this.story = new Story(out);
    this.launcher = launcher;
  }

  /**
   * Plays all modes.
   *
   * @param whileServersRun called at the end, before the servers go
   * @return 0 where every mail arrived, else the first exit code that was not 0
   */
  public int play(Runnable whileServersRun) throws IOException {
    Files.createDirectories(folder);
    try (DemoServers servers = new DemoServers()) {
      story.say("A mail provider starts on this machine: a relay, two mail servers with logins,");
      story.say("a token endpoint; certificates come from a CA made this moment.");
      story.say("All files are in " + folder);
      servers.ca.writeRootPem(folder.resolve("ca.pem"));
      DemoFiles files = new DemoFiles(folder, servers);
      int code = mode("open relay: no login, TLS all the same", files.open(), servers.relay);
      code = first(code, mode("basic: a password", files.basic(), servers.submission));
      code = first(code, oauth(files, servers));
      story.chapter("plug-in: a jar that somebody else wrote");
      story.say(
          "The jar " + folder.relativize(files.pluginJar()) + " brings the mode secret-file.");
      code = first(code, way(files.plugin(), servers.implicit));
      farewell(code);
      whileServersRun.run();
      return code;
    }
  }

  private int oauth(DemoFiles files, DemoServers servers) throws IOException {
    int code = mode("OAuth 2.0: a token instead of a password", files.oauth(), servers.submission);
    List<TokenRequest> requests = servers.tokens.requests();
    story.say("Each command is a process, and asked the token endpoint for a token of its own:");
    for (TokenRequest request : requests) {
      story.say(
          "  "
              + request.form().getOrDefault("grant_type", "?")
              + ", client "
              + request.clientId().orElse("?")
              + ", scope "
              + request.form().getOrDefault("scope", "(none)")
              + " -> token for 3600 s");
    }
    return code;
  }

  private int mode(String title, Path conf, FakeSmtpServer server) throws IOException {
    story.chapter(title);
    return way(conf, server);
  }

  /** What an administrator does after editing the files. */
  private int way(Path conf, FakeSmtpServer server) throws IOException {
    for (String name : List.of("is.properties", "security.properties")) {
      String text = withoutSecrets(conf.resolve(name));
      if (!text.isEmpty()) {
        story.say(name + ":");
        story.shown(text);
      }
    }
    String c = conf.toString();
    int code = step("-c", c, "truststore", "import", folder.resolve("ca.pem").toString());
    code = first(code, step("-c", c, "encrypt"));
    code = first(code, step("-c", c, "check"));
    String subject = "Hello from mode " + conf.getFileName();
    String text = "This mail has left by Postern.";
    code =
        first(
            code,
            step("-c", c, "send", "--to", "you@example.org", "--subject", subject, "--text", text));
    saw(server);
    return code;
  }

  private int step(String... arguments) {
    story.say("");
    story.say("$ postern " + shown(arguments));
    return commands.run(arguments);
  }

  private void saw(FakeSmtpServer server) {
    List<ReceivedMail> mails = server.mails();
    if (mails.isEmpty()) {
      story.say("NO MAIL ARRIVED.");
      return;
    }
    ReceivedMail mail = mails.get(mails.size() - 1);
    SmtpSession session =
        server.sessions().stream()
            .filter(s -> s.number() == mail.connection())
            .max(Comparator.comparing(SmtpSession::number))
            .orElseThrow();
    story.say("");
    story.say("What the mail server saw: " + session.tlsProtocol().orElse("no TLS"));
    story.say(
        "  login: "
            + session.mechanism().map(m -> m + " as " + session.user().orElse("?")).orElse("none"));
    story.say("  commands: " + String.join(" ", session.verbs()).replace("********", "*"));
    story.say("The mail that arrived:");
    story.shown(mail.text());
  }

  private void farewell(int code) {
    story.chapter(code == 0 ? "All four mails arrived" : "Something went wrong");
    story.say("Look around in " + folder);
    story.say("The secrets in the files are encrypted now. Try, with the files of one mode:");
    story.say("  postern='" + launcher + "'");
    story.say("  \"$postern\" -c " + folder.resolve("oauth") + " settings");
    story.say("  \"$postern\" -c " + folder.resolve("oauth") + " truststore list");
    story.say("  \"$postern\" -c " + folder.resolve("plugin") + " plugins");
    story.say("The servers end with the demo; `postern demo --stay` keeps them for you.");
  }

  private static int first(int before, int now) {
    return before == 0 ? now : before;
  }

  /** As it would be typed, on lines of at most 80 columns. */
  private static String shown(String[] arguments) {
    StringBuilder all = new StringBuilder();
    int column = "$ postern ".length();
    for (String argument : arguments) {
      String word = argument.contains(" ") ? "'" + argument + "'" : argument;
      if (column + word.length() > 76) {
        all.append("\\\n    ");
        column = 4;
      }
      all.append(word).append(' ');
      column += word.length() + 1;
    }
    return all.toString().strip();
  }

  private static String withoutSecrets(Path file) throws IOException {
    return Files.readString(file).replaceAll("(?mi)^(.*(?:password|secret)=).*$", "$1********");
  }
}
