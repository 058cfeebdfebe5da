package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.postern.distribution.e2e.ForeignSite.Door;

/**
 * Programs of others that hand in mail by SMTP. What is not ASCII, and the password, reach them by
 * files: neither the locale nor a list of processes matters.
 */
enum ForeignClient {
  CURL {
    @Override
    List<String> line(Door door, Letter letter) throws IOException {
      List<String> options = new ArrayList<>();
      options.add("url = \"smtp://localhost:" + door.port() + "\"");
      if (!door.login().isEmpty()) {
        options.add("ssl-reqd");
        options.add("cacert = \"" + door.ca() + "\"");
        options.add("login-options = \"AUTH=" + door.login() + "\"");
        options.add("user = \"" + ForeignSite.USER + ":" + ForeignSite.PASSWORD + "\"");
      }
      options.add("mail-from = \"" + letter.from() + "\"");
      letter.to().forEach(one -> options.add("mail-rcpt = \"" + one + "\""));
      options.add("upload-file = \"" + letter.file() + "\"");
      return List.of("curl", "-sS", "-K", file(letter, "curlrc", options).toString());
    }

    @Override
    String shown(String reply) {
      return "failed: " + reply.substring(0, 3);
    }
  },
  SMTPLIB {
    @Override
    List<String> line(Door door, Letter letter) throws IOException {
      return script(
          door,
          letter,
          List.of("python3", "-c"),
          """
          import smtplib, ssl, sys
          port, login, ca, user, password, sender, recipients, mail = sys.argv[1:]
          smtp = smtplib.SMTP('localhost', int(port))
          if login:
              smtp.starttls(context=ssl.create_default_context(cafile=ca))
              smtp.ehlo()
              if login == 'PLAIN':  # what it chooses by itself
                  smtp.login(user, open(password).read())
              else:
                  smtp.user, smtp.password = user, open(password).read()
                  smtp.auth(login, smtp.auth_login)
          to = open(recipients, encoding='utf-8').read().split()
          options = ['BODY=8BITMIME'] + ([] if ''.join(to).isascii() else ['SMTPUTF8'])
          smtp.sendmail(sender, to, open(mail, 'rb').read(), mail_options=options)
          smtp.quit()
          """);
    }

    @Override
    String shown(String reply) {
      return reply.replace(" ", ", b'");
    }
  },
  MSMTP {
    @Override
    List<String> line(Door door, Letter letter) throws IOException {
      List<String> options = new ArrayList<>(List.of("account default", "host localhost"));
      options.add("port " + door.port());
      options.add("from " + letter.from());
      if (!door.login().isEmpty()) {
        options.add("tls on");
        options.add("tls_starttls on");
        options.add("tls_trust_file " + door.ca());
        options.add("auth " + door.login().toLowerCase(Locale.ROOT));
        options.add("user " + ForeignSite.USER);
        options.add("passwordeval cat " + door.password());
      }
      List<String> line =
          new ArrayList<>(List.of("msmtp", "-C", file(letter, "msmtprc", options).toString()));
      line.addAll(letter.to());
      return line;
    }
  },
  /** Where {@code scripts/test}, {@code clients} or {@code bench library} has fetched it. */
  NODEMAILER {
    @Override
    List<String> line(Door door, Letter letter) throws IOException {
      Path module = Path.of("../benchmarks/target/nodemailer/node_modules/nodemailer");
      if (!Files.isDirectory(module)) {
        absent("Nodemailer", new IOException(module + " does not exist"));
      }
      return script(
          door,
          letter,
          List.of("node", "-e"),
          """
          const [port, login, ca, user, password, from, recipients, mail] = process.argv.slice(1);
          const fs = require('fs');
          const safe = {
            requireTLS: true, tls: { ca: fs.readFileSync(ca) },
            auth: { user, pass: fs.readFileSync(password, 'utf8') }, authMethod: login,
          };
          const to = fs.readFileSync(recipients, 'utf8').trim().split('\\n');
          require('MODULE').createTransport({
            host: 'localhost', port, ...(login ? safe : { ignoreTLS: true }),
          }).sendMail({ envelope: { from, to }, raw: fs.readFileSync(mail) })
            .catch((e) => { console.error(e.code, e.response || e.message); process.exit(1); });
          """
              .replace("MODULE", module.toAbsolutePath().normalize().toString()));
    }
  };

  /**
   * What a program said.
   *
   * @param output all that it printed
   */
  record Said(int exit, String output) {}

  /** The whole command. */
  abstract List<String> line(Door door, Letter letter) throws IOException;

  /** How it prints the code and status of a reply that it did not want. */
  String shown(String reply) {
    return reply;
  }

  /** Hands this letter in; the test is left out where the program is not installed. */
  Said send(Door door, Letter letter) throws IOException, InterruptedException {
    return run(line(door, letter), letter.file());
  }

  /** Runs a program with this file as its input. */
  static Said run(List<String> line, Path input) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(line).redirectErrorStream(true).redirectInput(input.toFile()).start();
    } catch (IOException absent) {
      throw absent(line.get(0), absent);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Said(process.exitValue(), said);
  }

  /** Where the end-to-end tests are required, a skip is an error, unless it was asked for. */
  private static IOException absent(String program, IOException why) {
    boolean waived = program.equalsIgnoreCase(System.getProperty("postern.e2e.without"));
    if (!waived) {
      assertThat(System.getProperty("postern.e2e", "")).as("%s", why).isNotEqualTo("required");
    }
    System.out.println("SKIPPED a client of the relay: " + program + " is not installed");
    Assumptions.abort(program + " is not installed");
    return why;
  }

  private static List<String> script(
      Door door, Letter letter, List<String> interpreter, String script) throws IOException {
    List<String> line = new ArrayList<>(interpreter);
    line.add(script);
    line.add(Integer.toString(door.port()));
    line.add(door.login());
    line.add(door.ca().toString());
    line.add(ForeignSite.USER);
    line.add(door.password().toString());
    line.add(letter.from());
    line.add(file(letter, "to", letter.to()).toString());
    line.add(letter.file().toString());
    return line;
  }

  private static Path file(Letter letter, String kind, List<String> lines) throws IOException {
    Path file = Files.write(letter.file().resolveSibling(letter.marker() + "." + kind), lines);
    // msmtp reads no settings that others may read
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
