package org.postern.triggers.beans;

import org.jspecify.annotations.Nullable;

/** The way to every issue, user and definition. A host product implements it. */
@Described(
    value = "Issues, users, groups, fields, types and states of the host product.",
    name = "imServerBean")
public interface ServerBean {

  @Described("The issue with this number, read only.")
  IssueBean getIssueBean(Object id);

  @Described("The issue with this number, to be changed.")
  IssueDeltaBean getIssueDeltaBean(Object id);

  @Described("The issues with these numbers.")
  IssueBean[] getIssueBeans(Object ids);

  @Described("The user with this login name.")
  UserBean getUserBean(String name);

  @Described("The group with this name.")
  GroupBean getGroupBean(String name);

  @Described("The dynamic group with this name.")
  DynamicGroupBean getDynamicGroupBean(String name);

  @Described("The definition of a field.")
  FieldBean getFieldBean(String name);

  @Described("The definition of an issue type.")
  TypeBean getTypeBean(String name);

  @Described("The definition of a state.")
  StateBean getStateBean(String name);

  @Described("The project with this path.")
  ProjectBean getProjectBean(String name);

  @Described("Login name of the user who caused the event.")
  String getCurrentUser();

  @Described("True where a schedule, not a user, is the ultimate cause.")
  boolean isScheduledTrigger();

  @Described("True where an operation on a document caused the event.")
  boolean isNodeOperation();

  @Described("A property of a solution; null where it is absent and not required.")
  @Nullable String getSolutionPropertyValue(String solution, String property, boolean required);

  @Described("True where the user signed the operation.")
  boolean isSigned();

  @Described("Login name of the signer; null where nobody signed.")
  @Nullable String getSigner();

  @Described("The comment given with the signature; null where nobody signed.")
  @Nullable String getSignatureComment();

  @Described("True where a signature was given and is wrong.")
  boolean isSignatureFailure();

  @Described("Ends the script with a veto that asks the user to sign.")
  void signatureRequired(String message);
}
