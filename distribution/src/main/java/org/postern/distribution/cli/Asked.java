package org.postern.distribution.cli;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.distribution.server.ControlClient;
import org.postern.spool.sql.Spools;

/**
 * What the server of a spool says of itself, or why it says nothing.
 *
 * @param live what it says; empty where it was not to be asked
 * @param pid its process, as far as that is known
 * @param absent how it stands where it says nothing, in the words of a line
 * @param stuck the same as a sentence, with the remedy
 */
record Asked(Optional<Map<String, String>> live, OptionalLong pid, String absent, String stuck) {

  static Asked of(Path spool) throws IOException {
    Optional<ControlClient> server = ControlClient.of(spool);
    if (server.isPresent()) {
      OptionalLong pid = OptionalLong.of(server.get().pid());
      try {
        Optional<Map<String, String>> live = server.get().status();
        if (live.isPresent()) {
          return new Asked(live, pid, "", "");
        }
      } catch (SocketTimeoutException hangs) {
        String absent = "does not answer, as process " + pid.getAsLong();
        return silent(
            pid, absent, "The server " + absent + ": it may be in a reload; else restart it.");
      }
    }
    OptionalLong holder = Spools.holder(spool);
    if (holder.isPresent()) {
      return silent(
          holder,
          "cannot be asked, as process " + holder.getAsLong(),
          "The server, " + unasked(holder.getAsLong(), spool) + ".");
    }
    String start = "start it, by `postern run` or the service.";
    return silent(
        holder,
        "does not run",
        Files.exists(spool)
            ? "No server runs: " + start
            : "No server runs, or its spool's folder was taken away: put that back, or " + start);
  }

  private static Asked silent(OptionalLong pid, String absent, String stuck) {
    return new Asked(Optional.empty(), pid, absent, stuck);
  }

  /** Why a process that has the spool hears no command. */
  static String unasked(long holder, Path spool) {
    return "process "
        + holder
        + ", holds the spool but cannot be asked: "
        + spool.resolve("server.control")
        + " is missing or of another process; it starts just now, or writes that file anew within"
        + " seconds, and else its log says why not";
  }
}
