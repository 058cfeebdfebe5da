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

/** A whole Postfix below one folder, whose only next hop is the relay, over STARTTLS. */
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
      relayhost = [127.0.0.1]:@PORT@
      smtp_tls_security_level = secure
      smtp_tls_secure_cert_match = localhost
      smtp_tls_CAfile = @CA@
      authorized_submit_users = static:all
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
      showq     unix  n - n - - showq
      error     unix  - - n - - error
      retry     unix  - - n - - error
      anvil     unix  - - n - 1 anvil
      scache    unix  - - n - 1 scache
      postlog   unix-dgram n - n - 1 postlogd
      """;

  private final Path dir;

  private PostfixInFront(Path dir) {
    this.dir = dir;
  }

  static PostfixInFront of(int port, Path ca) throws IOException, InterruptedException {
    Path dir = Files.createTempDirectory(Path.of("/tmp"), "pf-");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String folder : List.of("conf", "queue", "data", "log")) {
      Files.createDirectories(dir.resolve(folder));
    }
    Path readable = Files.copy(ca, dir.resolve("ca.pem"));
    Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rw-r--r--"));
    PostfixInFront postfix = new PostfixInFront(dir);
    postfix.write("main.cf", MAIN, port, readable);
    postfix.write("master.cf", MASTER, port, readable);
    postfix.run("chown", "postfix", dir.resolve("data").toString());
    postfix.run("chgrp", "postdrop", dir.resolve("queue").toString());
    postfix.run("postfix", "-c", dir.resolve("conf").toString(), "start");
    return postfix;
  }

  private void write(String name, String text, int port, Path ca) throws IOException {
    Path file = dir.resolve("conf").resolve(name);
    Files.writeString(
        file,
        text.replace("@DIR@", dir.toString())
            .replace("@PORT@", Integer.toString(port))
            .replace("@CA@", ca.toString()));
    // Postfix waits for a file of this very second, for fear that it is half written
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(10)));
  }

  private void run(String... line) throws IOException, InterruptedException {
    ForeignClient.Said said = ForeignClient.run(List.of(line), Path.of("/dev/null"));
    if (said.exit() != 0) {
      throw new IOException(String.join(" ", line) + ": " + said.output());
    }
  }

  /** Hands in by Postfix's own sendmail. */
  ForeignClient.Said sendmail(Path mail) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("/usr/sbin/sendmail", "-C"));
    line.addAll(List.of(dir.resolve("conf").toString(), "-i", "-f", Lab.USER, "inbox@lab.test"));
    return ForeignClient.run(line, mail);
  }

  @Override
  public void close() throws IOException {
    try {
      run("postfix", "-c", dir.resolve("conf").toString(), "stop");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
