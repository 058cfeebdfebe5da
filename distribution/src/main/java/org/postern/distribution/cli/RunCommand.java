package org.postern.distribution.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.postern.core.settings.SettingKey;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.server.Loaded;
import org.postern.distribution.server.RelayServer;
import org.postern.distribution.server.ServerParts;
import org.postern.distribution.server.Supervisor;
import org.postern.distribution.wiring.BundleKeys;
import org.postern.distribution.wiring.CompositionRoot;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The relay as a server. */
@Command(
    name = "run",
    description = {
      "Take mail by SMTP, keep it safe in the spool, and deliver it as the settings say, until"
          + " stopped (Ctrl-C, SIGTERM).",
      "The log goes to standard error. `postern status` and `postern queue` look into it,"
          + " `postern reload` applies changed settings."
    })
final class RunCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @ParentCommand PosternCommand postern;

  @Option(names = "--json-log", description = "Log in JSON, one object a line.")
  boolean jsonLog;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Configuration configuration = postern.configuration();
    Logging.ofServer(postern.verbose.length, jsonLog);
    Supervisor supervisor = Supervisor.of(postern.terminal().environment());
    RelayServer server = RelayServer.start(() -> load(configuration), configuration.folder());
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(server, supervisor), "postern-stop"));
    String where = String.join(", ", server.addresses());
    LOG.info("Ready: mail is taken at {} (process {})", where, ProcessHandle.current().pid());
    supervisor.ready("Mail is taken at " + where);
    server.await();
    return ExitCode.OK;
  }

  private static void stop(RelayServer server, Supervisor supervisor) {
    LOG.info("Stopping: no more mail is taken, what is under way ends");
    supervisor.stopping();
    server.stop();
    LOG.info("Stopped; what is left waits in the spool");
  }

  /** Each time with a key ring and plug-ins read anew. */
  private Loaded load(Configuration configuration) {
    Started started =
        Started.checked(
            configuration,
            Secrets.keeper(configuration, postern.terminal().environment()),
            ServerParts.of(configuration.folder()));
    return new Loaded(
        started.settings(),
        files(configuration),
        (spool, reporter) ->
            CompositionRoot.outgoing(
                started.settings(),
                started.strategies(),
                configuration,
                started.keeper(),
                spool,
                reporter));
  }

  /** Both files, and whatever they name that counts only when it is read. */
  private List<Path> files(Configuration configuration) {
    List<Path> files = new ArrayList<>();
    files.add(configuration.folder().resolve("is.properties"));
    files.add(configuration.folder().resolve("security.properties"));
    files.add(Secrets.keyRing(configuration, postern.terminal().environment()));
    configuration.peek(BundleKeys.TRUSTSTORE).ifPresent(files::add);
    for (SettingKey<?> key : configuration.keys(Plugins.none())) {
      if (key.secretFile()) {
        configuration.secretFile(key).ifPresent(files::add);
      }
    }
    return files;
  }
}
