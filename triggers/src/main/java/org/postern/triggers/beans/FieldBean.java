package org.postern.triggers.beans;

import org.jspecify.annotations.Nullable;

/** The definition of a field. A host product implements it. */
@Described("The definition of a field.")
public interface FieldBean {

  @Described("Name.")
  String getName();

  @Described("Name as a person reads it.")
  String getDisplayName();

  @Described("Description; null where there is none.")
  @Nullable String getDescription();

  @Described(
      "Kind: shorttext, longtext, int, float, logical, date, pick, user, group, state, project, type, relationship, attachment …")
  String getFieldType();

  @Described("True where it holds several values.")
  boolean isMultiValued();

  @Described("Values of a pick field in their order; empty for other kinds.")
  String[] getPickFieldValues();

  @Described("Least value of a number; null where there is none.")
  @Nullable Object getMinValue();

  @Described("Greatest value of a number; null where there is none.")
  @Nullable Object getMaxValue();

  @Described("The computation; null where it has none.")
  @Nullable String getComputation();

  @Described("Of a relationship: the field at the other end; null for other kinds.")
  @Nullable String getPairedField();

  @Described("Of a relationship: true at its forward end.")
  boolean isForwardRelationship();

  @Described("Computes it now for all issues and stores the values.")
  void computeHistoryNow();
}
