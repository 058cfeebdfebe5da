package org.postern.triggers.beans;

import org.jspecify.annotations.Nullable;

/** A command that is put together step by step. A host product implements it. */
@Described("A command that is put together step by step.")
public interface ApiCommandRunnerBean {

  @Described("Names the command, for instance im and editissue.")
  void setCommand(String application, String command);

  @Described("Adds an option without a value.")
  void addOption(String name);

  @Described("Adds an option with its value.")
  void addOption(String name, @Nullable Object value);

  @Described("Adds what the command is to work on.")
  void addSelectionElement(Object selection);

  @Described("Runs it and gives its com.mks.api.response.Response.")
  Object execute() throws Exception;
}
