package org.postern.distribution.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postern.distribution.server.SparePort;

/**
 * A real mail stack on free loopback ports in a temporary folder: Postfix and Dovecot from the
 * system's packages, Keycloak from its distribution. One for the whole test run, started by the
 * first test that asks for it and stopped with the JVM.
 */
final class Lab {

  static final String USER = "postern@lab.test";
  static final String PASSWORD = "Pa55 w\u00f6rd=basic";
  static final String CLIENT_SECRET = "s3cret &+%=/~client";
  static final String PERSON_PASSWORD = "s3cret &person";
  static final String ADMIN_PASSWORD = "admin-password-of-the-lab";

  /** The listeners of Postfix and Keycloak; master.cf says what each of Postfix's does. */
  enum Port {
    RELAY,
    RELAY_STARTTLS,
    RELAY_IMPLICIT,
    SUBMISSION,
    IMPLICIT,
    LEAF_ONLY,
    BEARER,
    XOAUTH2,
    LOGIN,
    WRONG_HOST,
    EXPIRED,
    CLEAR,
    HTTP,
    HTTPS,
    MANAGEMENT
  }

  private static Lab shared;

  private final Path dir;
  private final Map<Port, Integer> ports = new EnumMap<>(Port.class);
  private final List<Process> processes = new ArrayList<>();
  private final LabCertificates certificates;

  private Lab() throws IOException {
    // Short, since a Unix socket's path is limited to 107 bytes; passable for the user postfix.
    dir = Files.createTempDirectory(Path.of("/tmp"), "pl-");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx--x--x"));
    reservePorts();
    for (String folder :
        List.of(
            "postfix/conf",
            "postfix/queue",
            "postfix/data",
            "dovecot/base",
            "dovecot/state",
            "log",
            "mail",
            "tls",
            "keycloak")) {
      Files.createDirectories(dir.resolve(folder));
    }
    certificates = new LabCertificates(dir.resolve("tls"));
  }

  /** The stack, up and answering. */
  static synchronized Lab shared() {
    if (shared == null) {
      try {
        Lab lab = new Lab();
        Runtime.getRuntime().addShutdownHook(new Thread(lab::stop, "lab-stop"));
        lab.start();
        shared = lab;
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("the mail stack did not start: " + e.getMessage(), e);
      }
    }
    return shared;
  }

  Path dir() {
    return dir;
  }

  int port(Port port) {
    return ports.get(port);
  }

  LabCertificates certificates() {
    return certificates;
  }

  Keycloak keycloak() {
    return new Keycloak(port(Port.HTTPS), certificates.trustingRoot(), log("keycloak.log"));
  }

  Inbox inbox() {
    return new Inbox(dir.resolve("mail/inbox"));
  }

  Path log(String name) {
    return dir.resolve("log").resolve(name);
  }

  private void start() throws IOException, InterruptedException {
    Process keycloak = startKeycloak();
    startMailServers();
    keycloak().awaitReady(keycloak);
  }

  private void startMailServers() throws IOException, InterruptedException {
    render("main.cf", "postfix/conf/main.cf");
    render("master.cf", "postfix/conf/master.cf");
    render("dovecot.conf", "dovecot/dovecot.conf");
    render("dovecot-users", "dovecot/users");
    render("dovecot-oauth2.conf", "dovecot/oauth2.conf");
    run("chown", "-R", "postfix:postfix", dir + "/postfix/data");
    run("chown", "65534:65534", dir + "/mail");
    run("chgrp", "dovecot", dir + "/dovecot/users", dir + "/dovecot/oauth2.conf");
    run("chmod", "640", dir + "/dovecot/users", dir + "/dovecot/oauth2.conf");
    // Postfix waits up to 3 s on a main.cf of this very second, for fear that it is half written.
    run("touch", "-d", "10 seconds ago", dir + "/postfix/conf/main.cf");
    run("touch", "-d", "10 seconds ago", dir + "/postfix/conf/master.cf");
    Process servers =
        new ProcessBuilder("sh", render("mail-servers.sh", "mail-servers.sh"), dir.toString())
            .redirectErrorStream(true)
            .start();
    processes.add(servers);
    BufferedReader said = servers.inputReader(UTF_8);
    StringBuilder all = new StringBuilder();
    for (String line = said.readLine(); !"ready".equals(line); line = said.readLine()) {
      if (line == null) {
        throw new IOException("Postfix or Dovecot did not start:\n" + all);
      }
      all.append(line).append('\n');
    }
  }

  private Process startKeycloak() throws IOException {
    Path home = Keycloak.home();
    Path realms = Files.createDirectories(home.resolve("data/import"));
    render("realm.json", realms.resolve("lab.json").toString());
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            render("keycloak.sh", "keycloak.sh"),
            home.toString(),
            log("keycloak.log").toString(),
            "start-dev",
            "--db=dev-mem",
            "--import-realm",
            "--cache=local",
            "--hostname=https://localhost:" + port(Port.HTTPS),
            "--http-host=127.0.0.1",
            "--http-port=" + port(Port.HTTP),
            "--https-port=" + port(Port.HTTPS),
            "--https-certificate-file=" + certificates.chainFile(),
            "--https-certificate-key-file=" + certificates.keyFile(),
            "--https-client-auth=request",
            "--truststore-paths=" + certificates.rootFile(),
            "--http-management-port=" + port(Port.MANAGEMENT),
            "--http-management-scheme=http",
            "--http-access-log-enabled=true");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
    builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD);
    // a server that lives for minutes: compile little, keep little
    builder
        .environment()
        .put(
            "JAVA_OPTS",
            "-Xms64m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
                + " --add-opens=java.base/java.util=ALL-UNNAMED"
                + " --add-opens=java.base/java.util.concurrent=ALL-UNNAMED"
                + " --add-opens=java.base/java.security=ALL-UNNAMED"
                + " --add-opens=java.base/java.lang=ALL-UNNAMED");
    Process process = builder.redirectErrorStream(true).start();
    processes.add(process);
    return process;
  }

  private void stop() {
    try {
      for (Process process : processes) {
        process.getOutputStream().close();
      }
      for (Process process : processes) {
        process.waitFor();
      }
      try (Stream<Path> files = Files.walk(dir)) {
        files.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
      }
    } catch (IOException | InterruptedException e) {
      System.err.println("the mail stack in " + dir + " was not stopped cleanly: " + e);
    }
  }

  private void reservePorts() throws IOException {
    for (Port port : Port.values()) {
      int spare = SparePort.find();
      while (ports.containsValue(spare)) {
        spare = SparePort.find();
      }
      ports.put(port, spare);
    }
  }

  private String render(String resource, String target) throws IOException {
    String text;
    try (InputStream in = Lab.class.getResourceAsStream("/e2e/" + resource)) {
      text = new String(in.readAllBytes(), UTF_8);
    }
    for (Map.Entry<Port, Integer> port : ports.entrySet()) {
      text = text.replace("@" + port.getKey() + "@", port.getValue().toString());
    }
    text =
        text.replace("@DIR@", dir.toString())
            .replace("@ISSUER@", Keycloak.issuer(port(Port.HTTPS)))
            .replace("@PASSWORD@", PASSWORD)
            .replace("@CLIENT_SECRET@", CLIENT_SECRET)
            .replace("@PERSON_PASSWORD@", PERSON_PASSWORD)
            .replace("@CLIENT_CERTIFICATE@", certificates.clientCertificate())
            .replace("@EC_CERTIFICATE@", certificates.ecCertificate());
    Path file = dir.resolve(target);
    Files.writeString(file, text);
    return file.toString();
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  /** All that the servers logged, for a failed test's message. */
  String serverLogs() {
    try {
      return Files.readString(log("postfix.log")) + Files.readString(log("dovecot.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
