package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.spool.SpoolSample.ANN;
import static org.postern.spool.SpoolSample.MINUTE;
import static org.postern.spool.SpoolSample.arrival;
import static org.postern.spool.SpoolSample.bytes;
import static org.postern.spool.SpoolSample.claimOne;
import static org.postern.spool.SpoolSample.large;
import static org.postern.spool.SpoolSample.read;
import static org.postern.spool.SpoolSample.write;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.spool.SpoolException.Kind;
import org.postern.spool.internal.postgres.PostgresDatabase;
import org.postern.spool.internal.postgres.PostgresOptions;
import org.postern.spool.internal.sql.Database;
import org.postern.spool.internal.sql.LostCommitException;
import org.postern.spool.internal.sql.SqlSpool;

/** The connection is lost after COMMIT was sent, and before its answer came. */
@Tag("same-on-every-jdk")
class PostgresLostCommitTest {

  private static final int LARGE = 900_000;

  private final SetClock clock = new SetClock();

  @BeforeEach
  void empty() {
    PostgresServer.sql("DROP SCHEMA IF EXISTS postern_spool CASCADE");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, LARGE})
  void aMailThatIsThereIsAcceptedThoughNobodyHasSaidSo(int size) throws Exception {
    int port = Integer.parseInt(PostgresServer.url().replaceAll(".*:(\\d+)/.*", "$1"));
    try (CutProxy proxy = new CutProxy(port, "no client says this");
        Spool node = PostgresServer.open(clock, true);
        Spool cut = PostgresServer.open(throughProxy(proxy), clock, false);
        Intake intake = cut.receive()) {
      byte[] mail = size == LARGE ? large(size) : bytes("small");
      write(intake, mail);
      proxy.cutAt("COMMIT");
      Claim claim = intake.commitClaimed(arrival(ANN), MINUTE);

      assertThat(proxy.cuts()).isOne();
      assertThat(node.queue().counts().mails()).isOne();
      assertThat(read(claim.body())).isEqualTo(mail);
      assertThat(claim.arrived()).isEqualTo(node.queue().find(claim.id()).orElseThrow().arrived());
    }
  }

  /** The driver sends the word each time where it prepares nothing. */
  private static String throughProxy(CutProxy proxy) {
    return "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres?prepareThreshold=0";
  }

  @Test
  void aMailOfWhichNothingCanBeLearnedKeepsAllOfItsBytesWhereItIsThere() {
    AtomicBoolean lost = new AtomicBoolean();
    byte[] mail = large(LARGE);
    try (Spool spool = new SqlSpool(database(lost), clock, clock::nanos, true)) {
      try (Intake intake = spool.receive()) {
        write(intake, mail);
        lost.set(true);
        assertThatThrownBy(() -> intake.commit(arrival(ANN)))
            .isInstanceOfSatisfying(
                SpoolException.class, fault -> assertThat(fault.kind()).isEqualTo(Kind.BUSY));
        lost.set(false);
      }
      assertThat(read(claimOne(spool).body())).isEqualTo(mail);
    }
  }

  /** Commits, and does not say so; whoever looks then does not get through. */
  private static Database database(AtomicBoolean lost) {
    Database real =
        new PostgresDatabase(
            new PostgresOptions(
                PostgresServer.url(), "postgres", "", true, Duration.ofSeconds(10)));
    SQLException gone = new SQLException("the connection was reset", "08006");
    return (Database)
        Proxy.newProxyInstance(
            Database.class.getClassLoader(),
            new Class<?>[] {Database.class},
            (self, method, values) -> {
              if (lost.get() && method.getName().equals("read")) {
                throw real.explain(gone);
              }
              try {
                Object result = method.invoke(real, values);
                if (lost.get() && method.getName().equals("commit")) {
                  throw new LostCommitException(gone);
                }
                return result;
              } catch (InvocationTargetException fault) {
                throw fault.getCause();
              }
            });
  }
}
