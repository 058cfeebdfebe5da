package org.postern.triggers.beans;

import org.jspecify.annotations.Nullable;

/** One group of users. A host product implements it. */
@Described("One group of users.")
public interface GroupBean {

  @Described("Name.")
  String getName();

  @Described("E-mail address of the group; null where it has none.")
  @Nullable String getEmailAddress();

  @Described("Description; null where there is none.")
  @Nullable String getDescription();

  @Described("Login names of its members.")
  String[] getUsers();
}
