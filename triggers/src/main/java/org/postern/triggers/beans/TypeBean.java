package org.postern.triggers.beans;

import org.jspecify.annotations.Nullable;

/** The definition of an issue type. A host product implements it. */
@Described("The definition of an issue type.")
public interface TypeBean {

  @Described("Name.")
  String getName();

  @Described("Description; null where there is none.")
  @Nullable String getDescription();

  @Described("True where somebody may see this field.")
  boolean isFieldVisibleToAnyone(String field);

  @Described("Names of the fields that somebody may see.")
  String[] getVisibleFieldNames();

  @Described("The relationship fields for traces that somebody may see.")
  FieldBean[] getAllVisibleTraceFieldBeans();

  @Described("A property of the type; null where it is absent.")
  @Nullable String getPropertyValue(String name);
}
