package org.postern.triggers.beans;

import org.jspecify.annotations.Nullable;

/** The definition of a state. A host product implements it. */
@Described("The definition of a state.")
public interface StateBean {

  @Described("Name.")
  String getName();

  @Described("Description; null where there is none.")
  @Nullable String getDescription();
}
