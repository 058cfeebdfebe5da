package org.postern.triggers.compat.com.mks.api.response;

/** What a field of an answer names. Immutable. */
public final class Item {

  private final String id;

  /** Known by this. */
  public Item(String id) {
    this.id = id;
  }

  /** What it is known by. */
  public String getId() {
    return id;
  }

  /** What it is known by, as people read it. */
  public String getDisplayId() {
    return id;
  }

  @Override
  public String toString() {
    return id;
  }
}
