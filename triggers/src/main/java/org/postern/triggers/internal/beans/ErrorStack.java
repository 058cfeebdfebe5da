package org.postern.triggers.internal.beans;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The error messages of a run. One thread. */
final class ErrorStack {

  private final Deque<String> messages = new ArrayDeque<>();

  void push(String message) {
    messages.push(message);
  }

  Optional<String> pop() {
    return Optional.ofNullable(messages.poll());
  }

  Optional<String> peek() {
    return Optional.ofNullable(messages.peek());
  }

  int size() {
    return messages.size();
  }

  void clear() {
    messages.clear();
  }

  /** All, the newest last. */
  List<String> all() {
    List<String> oldestFirst = new ArrayList<>(messages);
    Collections.reverse(oldestFirst);
    return oldestFirst;
  }
}
