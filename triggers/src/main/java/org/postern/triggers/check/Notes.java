package org.postern.triggers.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mozilla.javascript.ast.AstNode;

/** Collects what is found in one script. One thread. */
final class Notes {

  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Set<String>> beans = new TreeMap<>();
  private final Set<String> routes = new TreeSet<>();
  private final Set<String> classes = new TreeSet<>();

  void error(AstNode at, String message) {
    add(new Finding(Finding.Level.ERROR, at.getLineno(), message));
  }

  void warning(AstNode at, String message) {
    add(new Finding(Finding.Level.WARNING, at.getLineno(), message));
  }

  void note(AstNode at, String message) {
    add(new Finding(Finding.Level.NOTE, at.getLineno(), message));
  }

  void add(Finding finding) {
    if (!findings.contains(finding)) {
      findings.add(finding);
    }
  }

  void bean(String name) {
    beans.computeIfAbsent(name, any -> new TreeSet<>());
  }

  void method(String bean, String method) {
    bean(bean);
    beans.get(bean).add(method);
  }

  void route(String name) {
    routes.add(name);
  }

  void javaClass(String name) {
    classes.add(name);
  }

  List<Finding> findings() {
    return findings.stream().sorted(Comparator.comparingInt(Finding::line)).toList();
  }

  Map<String, Set<String>> beans() {
    return beans;
  }

  Set<String> routes() {
    return routes;
  }

  Set<String> classes() {
    return classes;
  }
}
