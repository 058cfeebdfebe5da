package org.postern.core.internal.smtp;

import java.util.Optional;
import org.postern.core.smtp.Stage;

/** How the steps at a server are named, and its faults put into words. */
final class ServerWords {

  /** The mail server: stages have their own names, and faults their words already. */
  static final Approach.Words MAIL_SERVER =
      new Approach.Words() {
        @Override
        public Stage counted(Stage stage) {
          return stage;
        }

        @Override
        public String name(Stage stage) {
          return Notes.name(stage);
        }

        @Override
        public SmtpFault said(SmtpFault fault) {
          return fault;
        }
      };

  private ServerWords() {}

  /**
   * Another server on the way to the credentials, whose faults all are faults of these.
   *
   * @param whose what it is: "token endpoint"
   */
  static Approach.Words of(String whose, Route route) {
    return new Approach.Words() {
      @Override
      public Stage counted(Stage stage) {
        return Stage.CREDENTIALS;
      }

      @Override
      public String name(Stage stage) {
        return whose + " " + Notes.name(stage);
      }

      @Override
      public SmtpFault said(SmtpFault fault) {
        String link = fault.getCause() == null ? "" : String.valueOf(fault.getCause().getMessage());
        String where = "the " + whose + " " + route + " ";
        String words =
            switch (fault.stage()) {
              case RESOLVE -> where + "has a host name that is not known; check DNS and the URL";
              case CONNECT ->
                  where + "cannot be reached (" + link + "); check host, port, firewall and proxy";
              default ->
                  link.isEmpty()
                      ? fault.explanation()
                      : where
                          + "failed in TLS: "
                          + link
                          + "; is this an https address, or is a proxy in between?";
            };
        return new SmtpFault(
            Stage.CREDENTIALS, fault.verdict(), Optional.empty(), words, Optional.empty());
      }
    };
  }
}
