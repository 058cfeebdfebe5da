package org.postern.distribution.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands from this host, of those alone who may read the file with the token in the spool's
 * folder. One at a time.
 */
final class ControlServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

  private final Path spool;
  private final ControlFile file;
  private final HttpServer server;
  private final ExecutorService worker;
  private boolean refused;
  private boolean closed;

  private ControlServer(Path spool, ControlFile file, HttpServer server, ExecutorService worker) {
    this.spool = spool;
    this.file = file;
    this.server = server;
    this.worker = worker;
  }

  /**
   * Begins to take commands.
   *
   * @param commands what each path does, by POST
   */
  static ControlServer start(Path spool, Map<String, Supplier<Answer>> commands)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    Bearer bearer = Bearer.random();
    ExecutorService worker =
        Executors.newSingleThreadExecutor(work -> new Thread(work, "postern-control"));
    server.setExecutor(worker);
    server.createContext("/", exchange -> answer(exchange, bearer, commands).to(exchange));
    server.start();
    // a spool in a database leaves the folder to us alone
    Files.createDirectories(spool);
    ControlFile file =
        new ControlFile(
            ProcessHandle.current().pid(), server.getAddress().getPort(), bearer.token().reveal());
    file.write(spool);
    return new ControlServer(spool, file, server, worker);
  }

  /**
   * Writes the file anew where somebody has deleted it, or put one there that leads nowhere. A
   * folder that is gone is not made: it is the spool's. Called now and then.
   */
  synchronized void keep() {
    try {
      if (!closed && Files.isDirectory(spool) && !leadsSomewhere()) {
        file.write(spool);
        LOG.warn(
            "{} was deleted or exchanged, and is written anew: commands need it",
            spool.resolve(ControlFile.NAME));
      }
      refused = false;
    } catch (IOException fault) {
      if (!refused) {
        refused = true;
        LOG.warn(
            "Commands do not reach this server: {} is missing and cannot be written ({})",
            spool.resolve(ControlFile.NAME),
            fault.toString());
      }
    }
  }

  /** To us, or to a living process that shares the folder with us. */
  private boolean leadsSomewhere() {
    try {
      return ControlFile.read(spool).isPresent();
    } catch (IOException damaged) {
      return false;
    }
  }

  private static Answer answer(
      HttpExchange exchange, Bearer bearer, Map<String, Supplier<Answer>> commands) {
    if (!bearer.shownBy(exchange)) {
      return Answer.text(401, "this is not for you");
    }
    Supplier<Answer> command = commands.get(exchange.getRequestURI().getPath());
    if (command == null || !exchange.getRequestMethod().equals("POST")) {
      return Answer.text(404, "the server is of another version than this command; restart it");
    }
    try {
      return command.get();
    } catch (RuntimeException bug) {
      LOG.error("A command failed", bug);
      return Answer.text(500, "unexpected error: " + bug);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    try {
      file.remove(spool);
    } finally {
      server.stop(0);
      worker.shutdown();
    }
  }
}
