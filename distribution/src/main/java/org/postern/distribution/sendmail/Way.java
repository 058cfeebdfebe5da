package org.postern.distribution.sendmail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.postern.core.settings.MailSettings;
import org.postern.relay.Inlet;
import org.postern.relay.SmtpListener;

/** How this process speaks SMTP with the relay. */
interface Way {

  /** A session of somebody else's, up to QUIT or the end of the input. */
  void converse(InputStream input, OutputStream output) throws IOException, Sysexit;

  /**
   * A session of ours.
   *
   * @param commands each with its line end; the last one may be BDAT
   * @param body what follows the last one
   * @return the last lines of all replies: to the greeting, to EHLO, and so on; fewer where the
   *     session ended before
   */
  List<String> replies(String commands, InputStream body) throws IOException, Sysexit;

  /** Header fields that this hop puts in front. */
  String trace();

  /** False for a line that others of the same reply follow. */
  static boolean isLast(String line) {
    return line.length() < 4 || line.charAt(3) != '-';
  }

  /** The relay's own session, in this process, into the spool; it writes Received itself. */
  record ToSpool(MailSettings settings, Path folder, Inlet inlet) implements Way {

    @Override
    public void converse(InputStream input, OutputStream output) throws IOException {
      SmtpListener.converse(settings, folder, inlet, Caller.ofProcess(), input, output);
    }

    @Override
    public List<String> replies(String commands, InputStream body) throws IOException {
      InputStream said = new ByteArrayInputStream(commands.getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      converse(new SequenceInputStream(Collections.enumeration(List.of(said, body))), output);
      return output.toString(StandardCharsets.UTF_8).lines().filter(Way::isLast).toList();
    }

    @Override
    public String trace() {
      return "";
    }
  }
}
