package org.postern.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What mail server and token endpoint have seen and said, in the order in which it came. Holds no
 * secret: passwords, tokens and whatever else a client proves itself by stand as {@code ********};
 * who needs them asks {@link SmtpSession#lines} and {@link TokenRequest#form}. Thread safe.
 */
public final class SeenLog {

  static final String MASK = "********";

  /** Short texts are no secrets, and would mask half the log. */
  private static final int SHORTEST_SECRET = 6;

  /** Which of the two servers. */
  public enum Source {
    /** The mail server. */
    SMTP,
    /** The token endpoint. */
    TOKEN
  }

  /** Whose words. */
  public enum Kind {
    /** The client's. */
    CLIENT,
    /** The server's. */
    SERVER,
    /** Neither's: what has happened, such as the begin of TLS or a breach of the protocol. */
    NOTE
  }

  /**
   * One line.
   *
   * @param time when it came or went
   * @param source the server
   * @param connection the number of the connection to that server, from 1
   * @param kind whose words
   * @param text without line end and without secrets
   */
  public record Event(Instant time, Source source, int connection, Kind kind, String text) {

    /** {@code smtp 1 C: EHLO client.test}. */
    @Override
    public String toString() {
      String side = kind == Kind.CLIENT ? "C:" : kind == Kind.SERVER ? "S:" : "--";
      return "%s %d %s %s"
          .formatted(source == Source.SMTP ? "smtp" : "token", connection, side, text);
    }
  }

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Set<String> secrets = ConcurrentHashMap.newKeySet();
  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();

  /** An empty log. */
  public SeenLog() {}

  /** All that was seen so far, oldest first. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  /** The first event whose text holds this part; empty where there is none. */
  public Optional<Event> first(String part) {
    return events.stream().filter(event -> event.text().contains(part)).findFirst();
  }

  /** All events whose text holds this part, oldest first. */
  public List<Event> all(String part) {
    return events.stream().filter(event -> event.text().contains(part)).toList();
  }

  /** True where events that hold these parts came in this order, others perhaps between them. */
  public boolean inOrder(String... parts) {
    int next = 0;
    for (Event event : events) {
      if (next < parts.length && event.text().contains(parts[next])) {
        next++;
      }
    }
    return next == parts.length;
  }

  /** Calls on each event from now on, on the thread of its connection. */
  public void listen(Consumer<Event> listener) {
    listeners.add(listener);
  }

  /** Forgets all events; listeners stay. */
  public void clear() {
    events.clear();
  }

  /** From now on this text is masked wherever it stands. */
  void secret(String text) {
    if (text.length() >= SHORTEST_SECRET) {
      secrets.add(text);
    }
  }

  void add(Source source, int connection, Kind kind, String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, MASK);
    }
    Event event = new Event(Instant.now(), source, connection, kind, printable(masked));
    // one at a time, so that listeners hear events in the order of the log
    synchronized (listeners) {
      events.add(event);
      listeners.forEach(listener -> listener.accept(event));
    }
  }

  /** Control characters would end the line, or command the terminal that shows it. */
  private static String printable(String text) {
    return text.chars()
        .mapToObj(c -> Character.isISOControl(c) ? "\\x%02x".formatted(c) : Character.toString(c))
        .collect(Collectors.joining());
  }

  /** All events, one a line. */
  @Override
  public String toString() {
    return events.stream().map(Event::toString).collect(Collectors.joining("\n"));
  }
}
