package org.postern.triggers.beans;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of a trigger: declared in the script's header, given by the trigger, checked
 * against their types.
 */
@Described(
    value =
        "The parameters that the script's header declares by @param, with the values of the trigger.",
    name = "parametersBean")
public interface ParametersBean {

  @Described("The value as text; of a multi-valued parameter a list. Null where it has none.")
  @Nullable Object getParameter(String name);

  @Described("The value as text, several with commas between them; null where it has none.")
  @Nullable String getStringParameter(String name);

  @Described(
      "The value as text, or the second argument where it has none; null where that is null.")
  @Nullable String getStringParameter(String name, @Nullable String normal);

  @Described("True or false; false where it has no value.")
  boolean getBooleanParameter(String name);

  @Described("True or false, or the second argument where it has no value.")
  boolean getBooleanParameter(String name, boolean normal);

  @Described("The value as a number; an error where it has none.")
  int getIntegerParameter(String name);

  @Described("All values; empty where there is none.")
  String[] getMultiStringParameter(String name);

  @Described("The names of all parameters, declared or given.")
  String[] getParameterNames();

  @Described("True where the parameter has a value.")
  boolean hasParameter(String name);
}
