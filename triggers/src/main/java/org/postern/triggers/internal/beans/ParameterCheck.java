package org.postern.triggers.internal.beans;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.triggers.beans.ServerBean;
import org.postern.triggers.header.ScriptParameter;
import org.postern.triggers.host.HostSession;

/** Compares values of parameters with their types. */
final class ParameterCheck {

  private static final Set<String> TRUE = Set.of("true", "yes", "on", "1");
  private static final Set<String> FALSE = Set.of("false", "no", "off", "0");

  private final Optional<ServerBean> server;

  /** Users, fields and states are looked up in the host product, where it has them. */
  ParameterCheck(HostSession session) {
    this.server =
        session
            .bean("imServerBean")
            .filter(ServerBean.class::isInstance)
            .map(ServerBean.class::cast);
  }

  static boolean isTrue(String value) {
    return TRUE.contains(value.strip().toLowerCase(Locale.ROOT));
  }

  /** What is wrong with the value; empty where nothing is. */
  Optional<String> problem(ScriptParameter parameter, String value) {
    return switch (parameter.kind()) {
      case "boolean" -> truth(parameter, value);
      case "int", "integer" -> tried(parameter, value, "a whole number", Integer::parseInt);
      case "float", "double" -> tried(parameter, value, "a number", Double::parseDouble);
      case "date" -> date(parameter, value);
      case "user" -> looked(parameter, value, (bean, name) -> bean.getUserBean(name));
      case "group" -> looked(parameter, value, (bean, name) -> bean.getGroupBean(name));
      case "field" -> looked(parameter, value, (bean, name) -> bean.getFieldBean(name));
      case "state" -> looked(parameter, value, (bean, name) -> bean.getStateBean(name));
      case "type" -> looked(parameter, value, (bean, name) -> bean.getTypeBean(name));
      default -> Optional.empty();
    };
  }

  private static Optional<String> truth(ScriptParameter parameter, String value) {
    String text = value.strip().toLowerCase(Locale.ROOT);
    return TRUE.contains(text) || FALSE.contains(text)
        ? Optional.empty()
        : Optional.of(wrong(parameter, value) + "write true or false");
  }

  private static Optional<String> date(ScriptParameter parameter, String value) {
    try {
      LocalDate.parse(value.strip());
      return Optional.empty();
    } catch (DateTimeParseException none) {
      return Optional.of(wrong(parameter, value) + "write it as 2026-01-31");
    }
  }

  private static Optional<String> tried(
      ScriptParameter parameter, String value, String what, Consumer<String> reader) {
    try {
      reader.accept(value.strip());
      return Optional.empty();
    } catch (NumberFormatException none) {
      return Optional.of(wrong(parameter, value) + "it is not " + what);
    }
  }

  /** One name, which may hold a comma, or several, as {@link Parameters#parts} takes them apart. */
  private Optional<String> looked(ScriptParameter parameter, String value, Lookup lookup) {
    if (server.isEmpty() || absent(parameter, value.strip(), lookup).isEmpty()) {
      return Optional.empty();
    }
    return Parameters.parts(value).stream()
        .flatMap(name -> absent(parameter, name, lookup).stream())
        .findFirst();
  }

  private Optional<String> absent(ScriptParameter parameter, String name, Lookup lookup) {
    try {
      lookup.of(server.orElseThrow(), name);
      return Optional.empty();
    } catch (IllegalArgumentException none) {
      return Optional.of(wrong(parameter, name) + none.getMessage());
    }
  }

  private static String wrong(ScriptParameter parameter, String value) {
    return "the parameter \""
        + parameter.name()
        + "\" is declared as "
        + parameter.type()
        + ", and \""
        + value
        + "\" is none: ";
  }

  /** Finds something by its name, or throws. */
  private interface Lookup {
    Object of(ServerBean server, String name);
  }
}
