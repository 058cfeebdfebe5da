package org.postern.triggers.beans;

import org.jspecify.annotations.Nullable;

/** One user. A host product implements it. */
@Described(value = "One user.", name = "imUserBean")
public interface UserBean {

  @Described("Login name.")
  String getName();

  @Described("Full name; null where none is known.")
  @Nullable String getFullName();

  @Described("E-mail address; null where none is known.")
  @Nullable String getEmailAddress();

  @Described("Description; null where there is none.")
  @Nullable String getDescription();

  @Described("True where the user may log in.")
  boolean isActive();

  @Described("Names of the groups the user is in.")
  String[] getGroups();
}
