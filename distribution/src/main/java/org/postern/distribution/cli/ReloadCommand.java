package org.postern.distribution.cli;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.postern.distribution.server.ControlClient;
import org.postern.spool.sql.Spools;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Changed settings come into force. */
@Command(
    name = "reload",
    description = {
      "Let `postern run` read settings, secrets, trust store and plug-ins anew.",
      "They come into force together. Where one thing is wrong, nothing changes, and this says what"
          + " it is and exits with 3."
    })
final class ReloadCommand implements Callable<Integer> {

  @ParentCommand PosternCommand postern;

  @Mixin JsonOutput json;

  @Override
  public Integer call() throws IOException {
    Path spool = SpoolOfSettings.folder(postern);
    Optional<ControlClient> server = ControlClient.of(spool);
    Optional<ControlClient.Said> said = server.isEmpty() ? Optional.empty() : reload(server.get());
    if (said.isEmpty()) {
      OptionalLong holder = Spools.holder(spool);
      if (holder.isPresent()) {
        throw new CommandFailure(
            ExitCode.TRY_AGAIN,
            "not applied: " + Asked.unasked(holder.getAsLong(), spool) + "; then try again");
      }
      throw new CommandFailure(
          ExitCode.TRY_AGAIN,
          "no server runs on the spool " + spool + "; `postern run` reads the settings by itself");
    }
    String text = said.get().text();
    if (said.get().ok()) {
      json.say(postern.terminal(), row("reload", text, List.of()), Wrapped.text(text, "  "));
      return ExitCode.OK;
    }
    json.say(postern.terminal(), row("nothing", "", text.lines().toList()));
    postern.terminal().note("postern: not applied; the settings before stay in force.");
    text.lines().forEach(line -> postern.terminal().note("  " + line));
    return ExitCode.SETTINGS;
  }

  private static Map<String, Object> row(String done, String said, List<String> problems) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("done", done);
    row.put("said", said);
    row.put("problems", problems);
    return row;
  }

  private static Optional<ControlClient.Said> reload(ControlClient server) throws IOException {
    try {
      return server.reload();
    } catch (SocketTimeoutException silent) {
      throw new CommandFailure(
          ExitCode.TRY_AGAIN,
          "the server, process "
              + server.pid()
              + ", does not answer; its log says whether the settings came into force");
    }
  }
}
