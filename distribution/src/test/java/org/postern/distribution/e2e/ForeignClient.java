package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs of others that hand in mail by SMTP; each logs in over STARTTLS. */
enum ForeignClient {
  CURL_PLAIN {
    @Override
    List<String> line(Site site, Path mail) {
      return curl(site, mail, "AUTH=PLAIN");
    }
  },
  CURL_LOGIN {
    @Override
    List<String> line(Site site, Path mail) {
      return curl(site, mail, "AUTH=LOGIN");
    }
  },
  SMTPLIB_PLAIN {
    @Override
    List<String> line(Site site, Path mail) {
      return smtplib(site, mail, "auth_plain", "PLAIN");
    }
  },
  SMTPLIB_LOGIN {
    @Override
    List<String> line(Site site, Path mail) {
      return smtplib(site, mail, "auth_login", "LOGIN");
    }
  },
  MSMTP_PLAIN {
    @Override
    List<String> line(Site site, Path mail) throws IOException {
      return msmtp(site, mail, "plain");
    }
  },
  MSMTP_LOGIN {
    @Override
    List<String> line(Site site, Path mail) throws IOException {
      return msmtp(site, mail, "login");
    }
  },
  /** Where scripts/bench has fetched it. */
  NODEMAILER {
    @Override
    List<String> line(Site site, Path mail) {
      Path modules = Path.of("..", "benchmarks", "target", "nodemailer").toAbsolutePath();
      Assumptions.assumeTrue(
          Files.isDirectory(modules.resolve("node_modules/nodemailer")), "Nodemailer is here");
      return List.of(
          "node",
          "-e",
          """
          const [modules, port, ca, user, pass, mail] = process.argv.slice(1);
          const fs = require('fs');
          require(modules + '/node_modules/nodemailer').createTransport({
            host: 'localhost', port, requireTLS: true, tls: { ca: fs.readFileSync(ca) },
            auth: { user, pass },
          }).sendMail({
            envelope: { from: 'postern@lab.test', to: 'inbox@lab.test' }, raw: fs.readFileSync(mail),
          }).catch((e) => { console.error(e.response || e.message); process.exit(1); });
          """,
          modules.toString(),
          Integer.toString(site.port()),
          site.ca().toString(),
          Site.USER,
          Site.PASSWORD,
          mail.toString());
    }
  };

  /**
   * What a client has to know.
   *
   * @param folder for files of its own
   */
  record Site(int port, Path ca, Path folder) {
    static final String USER = "erp";
    static final String PASSWORD = "Pa55-w=rd%of erp";
  }

  /** The whole command. */
  abstract List<String> line(Site site, Path mail) throws IOException;

  /**
   * What it says.
   *
   * @param output all that it printed
   */
  record Said(int exit, String output) {}

  /** Hands this mail in; the test is left out where the program is not installed. */
  Said send(Site site, Path mail) throws IOException, InterruptedException {
    return run(line(site, mail), mail);
  }

  /** Runs a program with this file as its input. */
  static Said run(List<String> line, Path input) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(line).redirectErrorStream(true).redirectInput(input.toFile()).start();
    } catch (IOException absent) {
      assertThat(System.getProperty("postern.e2e", "")).as("%s", absent).isNotEqualTo("required");
      Assumptions.abort(line.get(0) + " is not installed");
      throw absent;
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Said(process.exitValue(), said);
  }

  private static List<String> curl(Site site, Path mail, String login) {
    return List.of(
        "curl",
        "-sS",
        "--ssl-reqd",
        "--cacert",
        site.ca().toString(),
        "--url",
        "smtp://localhost:" + site.port(),
        "--login-options",
        login,
        "--user",
        Site.USER + ":" + Site.PASSWORD,
        "--mail-from",
        Lab.USER,
        "--mail-rcpt",
        "inbox@lab.test",
        "--upload-file",
        mail.toString());
  }

  private static List<String> smtplib(Site site, Path mail, String method, String mechanism) {
    return List.of(
        "python3",
        "-c",
        """
        import smtplib, ssl, sys
        port, ca, user, password, mail, method, mechanism = sys.argv[1:]
        smtp = smtplib.SMTP('localhost', int(port))
        smtp.starttls(context=ssl.create_default_context(cafile=ca))
        smtp.ehlo()
        smtp.user, smtp.password = user, password
        smtp.auth(mechanism, getattr(smtp, method))
        smtp.sendmail('postern@lab.test', ['inbox@lab.test'], open(mail, 'rb').read(),
                      mail_options=['BODY=8BITMIME'])
        smtp.quit()
        """,
        Integer.toString(site.port()),
        site.ca().toString(),
        Site.USER,
        Site.PASSWORD,
        mail.toString(),
        method,
        mechanism);
  }

  private static List<String> msmtp(Site site, Path mail, String login) throws IOException {
    Path settings = site.folder().resolve("msmtprc");
    Files.writeString(
        settings,
        """
        account default
        host localhost
        port %d
        from postern@lab.test
        tls on
        tls_starttls on
        tls_trust_file %s
        auth %s
        user %s
        passwordeval cat %s
        """
            .formatted(
                site.port(),
                site.ca(),
                login,
                Site.USER,
                Files.writeString(site.folder().resolve("password"), Site.PASSWORD)));
    settings.toFile().setReadable(false, false);
    settings.toFile().setReadable(true, true);
    return List.of("msmtp", "-C", settings.toString(), "inbox@lab.test");
  }
}
