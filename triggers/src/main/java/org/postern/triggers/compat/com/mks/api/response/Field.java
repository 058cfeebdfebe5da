package org.postern.triggers.compat.com.mks.api.response;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A field of an answer. Immutable. */
public final class Field {

  private final String name;
  private final @Nullable Object value;

  /**
   * @param value null for an empty field
   */
  public Field(String name, @Nullable Object value) {
    this.name = name;
    this.value = value;
  }

  /** Its name. */
  public String getName() {
    return name;
  }

  /** Its value; null where it is empty. */
  public @Nullable Object getValue() {
    return value;
  }

  /** Its value as text; null where it is empty. */
  public @Nullable String getValueAsString() {
    if (value instanceof Collection<?> several) {
      return several.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
    return value == null ? null : value.toString();
  }

  /** Its value as text; null where it is empty. */
  public @Nullable String getString() {
    return getValueAsString();
  }

  /** Its value as a number; null where it is empty. */
  public @Nullable Integer getInteger() {
    if (value == null) {
      return null;
    }
    try {
      return Integer.valueOf(value.toString().strip());
    } catch (NumberFormatException none) {
      throw new IllegalArgumentException(
          "the field " + name + " holds no whole number, but \"" + value + "\"", none);
    }
  }

  /** Its value as truth. */
  public boolean getBoolean() {
    return value != null && Boolean.parseBoolean(value.toString());
  }

  /** The one thing that it names, for instance a user or an issue; null where it is empty. */
  public @Nullable Item getItem() {
    return value == null ? null : new Item(value.toString());
  }

  /** Its values; empty where it has none. */
  public List<?> getList() {
    if (value instanceof Collection<?> several) {
      return List.copyOf(several);
    }
    return value == null ? List.of() : List.of(value);
  }

  @Override
  public String toString() {
    return "field " + name;
  }
}
