package org.postern.triggers.header;

import java.util.Locale;
import java.util.Set;

/**
 * A parameter that a script declares: {@code // @param String Mail Subject}.
 *
 * @param type as written, for instance {@code Field:User}
 * @param name may hold blanks
 * @param description the comment lines below, one text; "" where there are none
 * @param line where it is declared, from 1
 */
public record ScriptParameter(String type, String name, String description, int line) {

  private static final Set<String> KINDS =
      Set.of(
          "boolean",
          "date",
          "dynamicgroup",
          "double",
          "field",
          "float",
          "group",
          "int",
          "integer",
          "issue",
          "longtext",
          "multistring",
          "password",
          "pick",
          "project",
          "query",
          "state",
          "string",
          "text",
          "type",
          "user");

  /** The type without what narrows it, in small letters: {@code field} of {@code Field:User}. */
  public String kind() {
    int colon = type.indexOf(':');
    return (colon < 0 ? type : type.substring(0, colon)).toLowerCase(Locale.ROOT);
  }

  /** True for a type that is known; of others the values are not checked. */
  public boolean known() {
    return KINDS.contains(kind());
  }
}
