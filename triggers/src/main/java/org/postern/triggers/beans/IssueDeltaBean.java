package org.postern.triggers.beans;

import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * One issue before and after the change that caused the event. Before the event (pre) it may be
 * changed further. A host product implements it.
 */
@Described(
    value = "One issue before and after the change. May be changed in a pre-event trigger alone.",
    name = "imIssueDeltaBean")
public interface IssueDeltaBean extends IssueBean {

  @Described("State before the change; null for a new issue.")
  @Nullable String getOldState();

  @Described("State after the change; null where it has none.")
  @Nullable String getNewState();

  @Described("Value before the change, as getFieldValue; null where it had none.")
  @Nullable Object getOldFieldValue(String field);

  @Described("Value after the change, as getFieldValue; null where it has none.")
  @Nullable Object getNewFieldValue(String field);

  @Described("Summary before the change; null where it had none.")
  @Nullable String getOldSummary();

  @Described("Summary after the change; null where it has none.")
  @Nullable String getNewSummary();

  @Described("Assigned user before the change; null where it had none.")
  @Nullable String getOldAssignedUser();

  @Described("Assigned user after the change; null where it has none.")
  @Nullable String getNewAssignedUser();

  @Described("Assigned group before the change; null where it had none.")
  @Nullable String getOldAssignedGroup();

  @Described("Assigned group after the change; null where it has none.")
  @Nullable String getNewAssignedGroup();

  @Described("Project before the change; null where it had none.")
  @Nullable String getOldProject();

  @Described("Project after the change; null where it has none.")
  @Nullable String getNewProject();

  @Described("Numbers of all related issues after the change.")
  int[] getNewRelatedIssues();

  @Described("Numbers of the issues in a relationship field after the change.")
  int[] getNewRelatedIssues(String field);

  @Described("Numbers of the issues in a relationship field before the change.")
  int[] getOldRelatedIssues(String field);

  @Described("The relationships in a field after the change.")
  RelationshipFieldBean[] getNewRelationshipFieldBeans(String field);

  @Described("True where the change touches this field.")
  boolean isFieldChanged(String field);

  @Described("True where the change touches the state.")
  boolean isStateChanged();

  @Described("True where the issue is being created.")
  boolean isNewIssue();

  @Described("Names of the fields that the change touches.")
  String[] getDeltaFieldNames();

  @Described("Changes a field further; pre-event triggers only. Null empties it.")
  void setFieldValue(String field, @Nullable Object value);

  @Described("Changes a date field further; pre-event triggers only.")
  void setDateFieldValue(String field, @Nullable Date value);

  @Described("Changes the state further; pre-event triggers only.")
  void setState(String state);
}
