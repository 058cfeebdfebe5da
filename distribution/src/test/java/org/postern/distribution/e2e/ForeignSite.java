package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.postern.distribution.e2e.Lab.Port;
import org.postern.distribution.server.ServerProcess;
import org.postern.distribution.server.SparePort;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.TestCa;

/** The relay as a process, with a listener for each way in that foreign clients take. */
final class ForeignSite implements AutoCloseable {

  static final String USER = "erp";
  static final String PASSWORD = "Pa55-w=rd%of erp";

  /** The text with which {@link #strict()} refuses a sender that it does not know. */
  static final String UNKNOWN_SENDER = "550 5.7.1";

  /** The text with which {@link #strict()} refuses what is larger than 100 KB. */
  static final String TOO_LARGE = "552 5.3.4";

  private final ServerProcess relay;
  private final Path ca;
  private final Path password;
  private final int submission;
  private final int hub;
  private final int strict;

  /**
   * A way in.
   *
   * @param login the mechanism, over STARTTLS; empty: no login and no TLS
   * @param password a file
   */
  record Door(int port, String login, Path ca, Path password) {}

  private ForeignSite(ServerProcess relay, Path ca, Path password, int[] ports) {
    this.relay = relay;
    this.ca = ca;
    this.password = password;
    this.submission = ports[0];
    this.hub = ports[1];
    this.strict = ports[2];
  }

  static ForeignSite start(Path folder) throws IOException, InterruptedException {
    TestCa ca = TestCa.create();
    ServerIdentity identity = ca.localhost();
    int[] ports = {SparePort.find(), SparePort.find(), SparePort.find()};
    ConfDir conf =
        ConfDir.oauth(Port.SUBMISSION)
            .starttls()
            .is("postern.relay.listen", "127.0.0.1:0")
            .is("postern.health.listen", "none")
            .is(
                "postern.relay.certificate",
                identity.writeChainPem(folder.resolve("relay.pem")).toString())
            .is("postern.relay.key", identity.writeKeyPem(folder.resolve("relay.key")).toString())
            .is("postern.relay.listener.submission.port", Integer.toString(ports[0]))
            .is("postern.relay.listener.submission.tls", "starttls-required")
            .is("postern.relay.listener.submission.auth", "required")
            .is("postern.relay.listener.hub.port", Integer.toString(ports[1]))
            .is("postern.relay.listener.hub.tls", "starttls-required")
            .is("postern.relay.listener.strict.port", Integer.toString(ports[2]))
            .is("postern.relay.listener.strict.senders", "@lab.test")
            .is("postern.relay.listener.strict.max_size", "100k")
            .ready();
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    List<String> add = List.of("-c", conf.dir().toString(), "relay", "user", "add", USER);
    ForeignClient.Said said =
        ForeignClient.run(
            ServerProcess.java("org.postern.distribution.Postern", add).command(), password);
    assertThat(said.exit()).as(said.output()).isZero();
    ServerProcess relay = ServerProcess.start(conf.dir());
    return new ForeignSite(relay, ca.writeRootPem(folder.resolve("ca.pem")), password, ports);
  }

  /** Anybody, without TLS, or over STARTTLS with a login by this mechanism. */
  Door by(String login) {
    return login.isEmpty() ? plain(relay.port()) : new Door(submission, login, ca, password);
  }

  /** Wants STARTTLS, and no login. */
  Door hub() {
    return plain(hub);
  }

  /** Takes senders of lab.test alone, and 100 KB. */
  Door strict() {
    return plain(strict);
  }

  private Door plain(int port) {
    return new Door(port, "", ca, password);
  }

  @Override
  public void close() {
    relay.close();
  }
}
