package org.postern.triggers.beans;

import org.jspecify.annotations.Nullable;

/** One project. A host product implements it. */
@Described("One project.")
public interface ProjectBean {

  @Described("Path, for instance /Bridge/Deck.")
  String getName();

  @Described("Description; null where there is none.")
  @Nullable String getDescription();
}
