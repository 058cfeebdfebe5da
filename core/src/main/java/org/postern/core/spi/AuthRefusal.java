package org.postern.core.spi;

import java.util.Optional;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;

/**
 * The mail server refused a login, or ended one. Immutable; holds no secret.
 *
 * @param stage {@link Stage#AUTH}, or {@link Stage#MAIL} where a 530 says that the login has ended
 * @param reply the refusal
 * @param challenge the text of the 334 that came before it, decoded (the JSON of RFC 7628 section
 *     3.2.2), control characters escaped; empty where there was none
 */
public record AuthRefusal(Stage stage, SmtpReply reply, Optional<String> challenge) {}
