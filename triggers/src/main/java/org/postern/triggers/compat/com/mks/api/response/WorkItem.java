package org.postern.triggers.compat.com.mks.api.response;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One thing that a command worked on. Immutable. */
public final class WorkItem {

  private final String id;
  private final Map<String, Field> fields;

  /**
   * @param fields by name, in their order
   */
  public WorkItem(String id, Map<String, Field> fields) {
    this.id = id;
    this.fields = new LinkedHashMap<>(fields);
  }

  /** What it is known by. */
  public String getId() {
    return id;
  }

  /** What it is known by, as people read it. */
  public String getDisplayId() {
    return id;
  }

  /** A field. */
  public Field getField(String name) {
    Field field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException(
          "the work item " + id + " has no field " + name + "; it has " + fields.keySet());
    }
    return field;
  }

  /** True where it has this field. */
  public boolean contains(String name) {
    return fields.containsKey(name);
  }

  /** All fields. */
  public Iterator<Field> getFields() {
    return List.copyOf(fields.values()).iterator();
  }

  /** How many fields. */
  public int getFieldListSize() {
    return fields.size();
  }

  @Override
  public String toString() {
    return "work item " + id;
  }
}
