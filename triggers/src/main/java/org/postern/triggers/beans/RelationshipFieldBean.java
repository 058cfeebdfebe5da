package org.postern.triggers.beans;

/** One relationship of an issue. A host product implements it. */
@Described("One relationship of an issue.")
public interface RelationshipFieldBean {

  @Described("Number of the issue at the other end.")
  int getRelatedIssue();

  @Described("True where the other end changed since.")
  boolean isSuspect();
}
