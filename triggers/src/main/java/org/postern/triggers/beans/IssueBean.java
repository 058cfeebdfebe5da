package org.postern.triggers.beans;

import java.util.Date;
import org.jspecify.annotations.Nullable;

/** One issue as it is, read only. A host product implements it. */
@Described(value = "One issue as it is, read only.", name = "imIssueBean")
public interface IssueBean {

  @Described("Number of the issue; 0 while it is being created.")
  int getID();

  @Described("Number of the issue as text.")
  String getIssueIDString();

  @Described("Name of its type.")
  String getType();

  @Described("Path of its project; null where it has none.")
  @Nullable String getProject();

  @Described("Its state; null where it has none.")
  @Nullable String getState();

  @Described("Its summary; null where it has none.")
  @Nullable String getSummary();

  @Described("Login name of the assigned user; null where nobody is.")
  @Nullable String getAssignedUser();

  @Described("Name of the assigned group; null where none is.")
  @Nullable String getAssignedGroup();

  @Described("Login name of who created it; null where that is not known.")
  @Nullable String getCreatedUser();

  @Described("When it was created; null where that is not known.")
  @Nullable Date getCreatedDate();

  @Described("Login name of who changed it last; null where that is not known.")
  @Nullable String getModifiedUser();

  @Described("When it was changed last; null where that is not known.")
  @Nullable Date getModifiedDate();

  @Described(
      "Value of a field: text, number, boolean, date, a set of these for several values, or null.")
  @Nullable Object getFieldValue(String field);

  @Described("Value of a field as a person reads it; null where it has none.")
  @Nullable String getFieldDisplayString(String field);

  @Described("Numbers of the issues in a relationship field; empty where there is none.")
  int[] getRelatedIssues(String field);

  @Described("The relationships in a field; empty where there is none.")
  RelationshipFieldBean[] getRelationshipFieldBeans(String field);

  @Described("Its attachments; empty where there is none.")
  AttachmentBean[] getAttachmentBeans();

  @Described("Names of all fields that have a value.")
  String[] getFieldNames();

  @Described("Computes a field now and stores the value.")
  void computeHistoryNow(String field);
}
