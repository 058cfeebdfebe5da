package org.postern.triggers.beans;

import org.jspecify.annotations.Nullable;

/** A group whose members differ from project to project. A host product implements it. */
@Described("A group whose members differ from project to project.")
public interface DynamicGroupBean {

  @Described("Name.")
  String getName();

  @Described("Description; null where there is none.")
  @Nullable String getDescription();

  @Described(
      "Login names of the members in a project; those of the nearest project above it where it has none of its own.")
  String[] getUsers(String project);

  @Described("Names of the member groups in a project.")
  String[] getGroups(String project);

  @Described("True where the user is a member in a project.")
  boolean isMember(String user, String project);
}
