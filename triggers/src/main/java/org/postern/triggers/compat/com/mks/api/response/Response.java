package org.postern.triggers.compat.com.mks.api.response;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a command. Immutable. */
public final class Response {

  private final String command;
  private final int exitCode;
  private final String result;
  private final List<WorkItem> items;

  /**
   * @param command as on a command line, without passwords
   * @param result what the command has to say; "" where it says nothing
   */
  public Response(String command, int exitCode, String result, List<WorkItem> items) {
    this.command = command;
    this.exitCode = exitCode;
    this.result = result;
    this.items = List.copyOf(items);
  }

  /** 0 where all went well. */
  public int getExitCode() {
    return exitCode;
  }

  /** The command, as on a command line, without passwords. */
  public String getCommandString() {
    return command;
  }

  /** What the command has to say; null where it says nothing. */
  public @Nullable Result getResult() {
    return result.isEmpty() ? null : new Result(result);
  }

  /** All that it worked on. */
  public WorkItemIterator getWorkItems() {
    return new WorkItemIterator(items);
  }

  /** How many it worked on. */
  public int getWorkItemListSize() {
    return items.size();
  }

  /** One that it worked on. */
  public WorkItem getWorkItem(String id) {
    return items.stream()
        .filter(item -> item.getId().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the answer has no work item " + id));
  }

  /** Null: answers that failed are thrown. */
  public @Nullable APIException getAPIException() {
    return null;
  }

  /** Nothing: answers are whole. */
  public void release() {
    // as the origin's answers that come piece by piece want it
  }
}
