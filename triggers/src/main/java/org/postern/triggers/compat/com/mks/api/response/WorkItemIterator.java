package org.postern.triggers.compat.com.mks.api.response;

import java.util.Iterator;
import java.util.List;

/** Goes through the work items of an answer. One thread. */
public final class WorkItemIterator {

  private final Iterator<WorkItem> items;

  /** Through these. */
  public WorkItemIterator(List<WorkItem> items) {
    this.items = items.iterator();
  }

  /** True where there is one more. */
  public boolean hasNext() {
    return items.hasNext();
  }

  /** The next. */
  public WorkItem next() {
    return items.next();
  }
}
