package org.postern.triggers.compat.com.mks.api;

import java.util.ArrayList;
import java.util.List;

/** What a command is to work on. One thread. */
public final class SelectionList {

  private final List<String> all = new ArrayList<>();

  /** Nothing yet. */
  public SelectionList() {}

  /** One more. */
  public void add(String selection) {
    all.add(selection);
  }

  /** How many. */
  public int size() {
    return all.size();
  }

  List<String> all() {
    return List.copyOf(all);
  }
}
