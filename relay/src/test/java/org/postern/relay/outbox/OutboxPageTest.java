package org.postern.relay.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.example.Shop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.auth.open.OpenProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SecretDecoder;
import org.postern.core.settings.SettingsLoader;
import org.postern.relay.MailEvent;
import org.postern.relay.Patient;
import org.postern.relay.PostgresHere;
import org.postern.testkit.FakeSmtpServer;

/** docs/outbox.md says what is so, and its example does what it says. */
class OutboxPageTest {

  private static final Path PAGE = Path.of("..", "docs", "outbox.md");

  @TempDir private Path folder;

  @Test
  void theMailOfAnOrderLeavesIfAndOnlyIfTheOrderIsKept() throws Exception {
    List<MailEvent> events = new CopyOnWriteArrayList<>();
    try (PostgresHere postgres = PostgresHere.start();
        HikariDataSource database = pool(postgres);
        FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      sql(database, "CREATE TABLE orders (number INTEGER, pieces INTEGER CHECK (pieces > 0))");
      MailSettings settings = settings(postgres, server);
      AuthStrategies strategies = AuthStrategies.of(new OpenProvider());
      try (SpoolingMailer mail =
          SpoolingMailer.open(settings, Mailer.open(settings, strategies), events::add)) {
        Shop shop = new Shop(database, mail);

        assertThatThrownBy(() -> shop.order(1, "ann@example.org", 0))
            .isInstanceOf(SQLException.class);
        shop.order(2, "bob@example.org", 5);

        Patient.await().until(() -> mail.queue().counts().mails() == 0 && !events.isEmpty());
        assertThat(server.onlyMail().recipientAddresses()).containsExactly("bob@example.org");
        assertThat(server.onlyMail().text()).contains("Subject: Your order 2");
        assertThat(events)
            .singleElement()
            .extracting(MailEvent::kind)
            .isEqualTo(MailEvent.Kind.DELIVERED);
      }
    }
  }

  @Test
  void thePageShowsTheProgramThatRanHere() throws Exception {
    String shop = Files.readString(Path.of("src", "test", "java", "org", "example", "Shop.java"));

    assertThat(Files.readString(PAGE)).contains("```java\n" + shop + "```\n");
  }

  @Test
  void theSettingsOfThePageAreKnown() throws Exception {
    List<String> known = new ArrayList<>();
    SpoolingMailer.keys().forEach(key -> known.add(key.name()));

    assertThat(
            Pattern.compile("`(postern\\.(?:spool|queue)\\.[a-z_]+)`")
                .matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1)))
        .isNotEmpty()
        .allMatch(known::contains);
  }

  /** As the page says: the files of an administrator, with the further keys. */
  private MailSettings settings(PostgresHere postgres, FakeSmtpServer server) throws Exception {
    Files.writeString(
        folder.resolve("is.properties"),
        """
        mksis.logging.email.server.hostname=127.0.0.1
        mksis.logging.email.server.port=%d
        postern.spool.url=%s
        postern.spool.user=postgres
        """
            .formatted(server.port(), postgres.url()));
    Files.writeString(folder.resolve("security.properties"), "");
    return new SettingsLoader(List.of(new OpenProvider()), SpoolingMailer.keys())
        .load(folder, SecretDecoder.PLAIN);
  }

  private static HikariDataSource pool(PostgresHere postgres) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(postgres.url());
    config.setUsername("postgres");
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }

  private static void sql(HikariDataSource database, String statement) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement one = connection.createStatement()) {
      one.execute(statement);
    }
  }
}
