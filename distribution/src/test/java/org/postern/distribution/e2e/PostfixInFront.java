package org.postern.distribution.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A whole Postfix below one folder, whose only next hop is the relay. The sender chooses the way:
 * {@code plain@lab.test} without TLS and login, {@code tls@}, {@code auth-plain@} and {@code
 * auth-login@}; {@code strict@} and all of {@code elsewhere.test} go to the strict listener.
 */
final class PostfixInFront implements AutoCloseable {

  private static final String MAIN =
      """
      compatibility_level = 3.6
      queue_directory = @DIR@/queue
      data_directory = @DIR@/data
      daemon_directory = /usr/lib/postfix/sbin
      command_directory = /usr/sbin
      mail_owner = postfix
      setgid_group = postdrop
      maillog_file = @DIR@/log/postfix.log
      maillog_file_prefixes = @DIR@
      myhostname = front.lab.test
      mydestination =
      inet_interfaces = 127.0.0.1
      inet_protocols = ipv4
      smtp_dns_support_level = disabled
      alias_maps =
      alias_database =
      relayhost = [127.0.0.1]:@OPEN@
      sender_dependent_default_transport_maps = texthash:@DIR@/conf/ways
      smtp_tls_secure_cert_match = localhost
      smtp_tls_CAfile = @DIR@/ca.pem
      smtp_sasl_password_maps = texthash:@DIR@/conf/password
      smtp_sasl_security_options = noanonymous
      authorized_submit_users = static:all
      message_size_limit = 50000000
      """;

  private static final String MASTER =
      """
      pickup    unix  n - n 1 1 pickup
      cleanup   unix  n - n - 0 cleanup
      qmgr      unix  n - n 300 1 qmgr
      tlsmgr    unix  - - n 1000? 1 tlsmgr
      rewrite   unix  - - n - - trivial-rewrite
      bounce    unix  - - n - 0 bounce
      defer     unix  - - n - 0 bounce
      trace     unix  - - n - 0 bounce
      proxymap  unix  - - n - - proxymap
      smtp      unix  - - n - - smtp
      tls       unix  - - n - - smtp
        -o smtp_tls_security_level=secure
      authplain unix  - - n - - smtp
        -o smtp_tls_security_level=secure
        -o smtp_sasl_auth_enable=yes
        -o smtp_sasl_mechanism_filter=plain
      authlogin unix  - - n - - smtp
        -o smtp_tls_security_level=secure
        -o smtp_sasl_auth_enable=yes
        -o smtp_sasl_mechanism_filter=login
      showq     unix  n - n - - showq
      error     unix  - - n - - error
      retry     unix  - - n - - error
      anvil     unix  - - n - 1 anvil
      scache    unix  - - n - 1 scache
      postlog   unix-dgram n - n - 1 postlogd
      """;

  private static final String WAYS =
      """
      plain@lab.test smtp:[127.0.0.1]:@OPEN@
      tls@lab.test tls:[127.0.0.1]:@HUB@
      auth-plain@lab.test authplain:[127.0.0.1]:@SUBMISSION@
      auth-login@lab.test authlogin:[127.0.0.1]:@SUBMISSION@
      strict@lab.test smtp:[127.0.0.1]:@STRICT@
      @elsewhere.test smtp:[127.0.0.1]:@STRICT@
      """;

  private static final String PASSWORD_OF_THE_USER =
      "[127.0.0.1]:@SUBMISSION@ " + ForeignSite.USER + ":" + ForeignSite.PASSWORD + "\n";

  private final Path dir;

  private PostfixInFront(Path dir) {
    this.dir = dir;
  }

  static PostfixInFront of(ForeignSite site) throws IOException, InterruptedException {
    Path dir = Files.createTempDirectory(Path.of("/tmp"), "pf-");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String folder : List.of("conf", "queue", "data", "log")) {
      Files.createDirectories(dir.resolve(folder));
    }
    Path ca = Files.copy(site.hub().ca(), dir.resolve("ca.pem"));
    Files.setPosixFilePermissions(ca, PosixFilePermissions.fromString("rw-r--r--"));
    PostfixInFront postfix = new PostfixInFront(dir);
    postfix.write("main.cf", MAIN, site);
    postfix.write("master.cf", MASTER, site);
    postfix.write("ways", WAYS, site);
    Path password = postfix.write("password", PASSWORD_OF_THE_USER, site);
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    postfix.run("chown", "postfix", dir.resolve("data").toString());
    postfix.run("chgrp", "postdrop", dir.resolve("queue").toString());
    postfix.run("postfix", "-c", dir.resolve("conf").toString(), "start");
    return postfix;
  }

  private Path write(String name, String text, ForeignSite site) throws IOException {
    Path file = dir.resolve("conf").resolve(name);
    Files.writeString(
        file,
        text.replace("@DIR@", dir.toString())
            .replace("@OPEN@", Integer.toString(site.by("").port()))
            .replace("@HUB@", Integer.toString(site.hub().port()))
            .replace("@SUBMISSION@", Integer.toString(site.by("PLAIN").port()))
            .replace("@STRICT@", Integer.toString(site.strict().port())));
    // Postfix waits for a file of this very second, for fear that it is half written
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(10)));
  }

  private void run(String... line) throws IOException, InterruptedException {
    ForeignClient.Said said = ForeignClient.run(List.of(line), Path.of("/dev/null"));
    if (said.exit() != 0) {
      throw new IOException(String.join(" ", line) + ": " + said.output());
    }
  }

  /** Hands in by Postfix's own sendmail. */
  ForeignClient.Said sendmail(Letter letter) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("/usr/sbin/sendmail", "-C"));
    line.addAll(List.of(dir.resolve("conf").toString(), "-i", "-f", letter.from()));
    line.addAll(letter.to());
    return ForeignClient.run(line, letter.file());
  }

  @Override
  public void close() throws IOException {
    try {
      run("postfix", "-c", dir.resolve("conf").toString(), "stop");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    // its parts end by themselves when their master has, and take their own files away
    Awaitility.await().ignoreExceptions().until(this::deleted);
  }

  private boolean deleted() throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
    return true;
  }
}
