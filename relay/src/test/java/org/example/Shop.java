package org.example;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postern.core.message.OutboundMessage;
import org.postern.relay.outbox.SpoolingMailer;

/** An order and the mail that confirms it: both, or neither. */
public final class Shop {

  private final DataSource database;
  private final SpoolingMailer mail;

  public Shop(DataSource database, SpoolingMailer mail) {
    this.database = database;
    this.mail = mail;
  }

  public void order(int number, String customer, int pieces) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        mail.enlist(connection, confirmation(number, customer, pieces));
        try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO orders (number, pieces) VALUES (?, ?)")) {
          insert.setInt(1, number);
          insert.setInt(2, pieces);
          insert.executeUpdate();
        }
        connection.commit();
      } catch (SQLException | RuntimeException failed) {
        connection.rollback();
        throw failed;
      }
    }
  }

  private static OutboundMessage confirmation(int number, String customer, int pieces) {
    return OutboundMessage.builder()
        .from("shop@example.com")
        .to(customer)
        .subject("Your order " + number)
        .text("We send you " + pieces + " pieces.")
        .build();
  }
}
