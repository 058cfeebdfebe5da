package org.postern.triggers.internal.beans;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.core.settings.Nearest;
import org.postern.triggers.beans.ParametersBean;
import org.postern.triggers.header.ScriptHeader;
import org.postern.triggers.header.ScriptParameter;
import org.postern.triggers.host.HostSession;
import org.postern.triggers.internal.run.RunLog;
import org.slf4j.event.Level;

/** The {@code parametersBean} of one run. One thread. */
public final class Parameters implements ParametersBean {

  private final ScriptHeader header;
  private final Map<String, String> given;
  private final RunLog log;

  /**
   * @param given the trigger's values
   * @throws IllegalArgumentException with all that is wrong: a value of another type than declared,
   *     or for a parameter that the script does not declare
   */
  public Parameters(
      ScriptHeader header, Map<String, String> given, HostSession session, RunLog log) {
    this.header = header;
    this.given = Map.copyOf(given);
    this.log = log;
    List<String> problems = new ArrayList<>();
    given.keySet().stream()
        .filter(name -> header.find(name).isEmpty())
        .sorted()
        .forEach(name -> problems.add(undeclared(name)));
    ParameterCheck check = new ParameterCheck(session);
    for (ScriptParameter declared : header.parameters()) {
      Optional.ofNullable(given.get(declared.name()))
          .filter(value -> !value.isBlank())
          .flatMap(value -> check.problem(declared, value))
          .ifPresent(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  private String undeclared(String name) {
    if (header.parameters().isEmpty()) {
      return "the script declares no parameter, so \"" + name + "\" cannot be given";
    }
    return "the script declares no parameter \""
        + name
        + "\"; "
        + Nearest.quotedHint(
            name, header.names(), "it declares \"" + String.join("\", \"", header.names()) + "\"");
  }

  private Optional<String> value(String name) {
    String value = given.get(name);
    if (value == null && header.find(name).isEmpty()) {
      log.platform(Level.WARN, "parametersBean: " + undeclared(name) + " It is null.");
    }
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }

  @Override
  public @Nullable Object getParameter(String name) {
    Optional<String> value = value(name);
    if (value.isPresent()
        && header.find(name).filter(one -> one.kind().equals("multistring")).isPresent()) {
      return new ArrayList<>(parts(value.get()));
    }
    return value.orElse(null);
  }

  @Override
  public @Nullable String getStringParameter(String name) {
    return value(name).orElse(null);
  }

  @Override
  public @Nullable String getStringParameter(String name, @Nullable String normal) {
    return value(name).orElse(normal);
  }

  @Override
  public boolean getBooleanParameter(String name) {
    return getBooleanParameter(name, false);
  }

  @Override
  public boolean getBooleanParameter(String name, boolean normal) {
    return value(name).map(ParameterCheck::isTrue).orElse(normal);
  }

  @Override
  public int getIntegerParameter(String name) {
    String value =
        value(name)
            .orElseThrow(
                () -> new IllegalArgumentException("the parameter \"" + name + "\" has no value"));
    try {
      return Integer.parseInt(value.strip());
    } catch (NumberFormatException none) {
      throw new IllegalArgumentException(
          "the parameter \"" + name + "\" is no whole number: " + value, none);
    }
  }

  @Override
  public String[] getMultiStringParameter(String name) {
    return value(name).map(Parameters::parts).orElse(List.of()).toArray(String[]::new);
  }

  /** Several values stand on lines of their own, or with commas between them. */
  static List<String> parts(String value) {
    return Arrays.stream(value.split(value.indexOf('\n') < 0 ? "," : "\n"))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  @Override
  public String[] getParameterNames() {
    Set<String> names = new LinkedHashSet<>(header.names());
    names.addAll(given.keySet());
    return names.toArray(String[]::new);
  }

  @Override
  public boolean hasParameter(String name) {
    return given.containsKey(name) && !given.get(name).isEmpty();
  }
}
