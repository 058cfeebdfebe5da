package org.postern.triggers.check;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import org.mozilla.javascript.ast.AstNode;
import org.mozilla.javascript.ast.FunctionCall;
import org.mozilla.javascript.ast.NodeVisitor;
import org.mozilla.javascript.ast.PropertyGet;
import org.postern.core.settings.Nearest;
import org.postern.triggers.beans.Described;
import org.postern.triggers.internal.engine.BeanMethods;

/** Looks at beans: their names and their methods. */
final class BeanRule implements NodeVisitor {

  private final Types types;
  private final Texts texts;
  private final Notes notes;

  BeanRule(Types types, Texts texts, Notes notes) {
    this.types = types;
    this.texts = texts;
    this.notes = notes;
  }

  @Override
  public boolean visit(AstNode node) {
    if (node instanceof FunctionCall call) {
      call(call);
    } else if (node instanceof PropertyGet get
        && !(get.getParent() instanceof FunctionCall parent && parent.getTarget() == get)) {
      types.bean(get.getTarget()).ifPresent(bean -> property(get, bean));
    }
    return true;
  }

  private void call(FunctionCall call) {
    if (Types.isLookup(call)) {
      texts.constant(call.getArguments().get(0)).ifPresent(name -> lookup(call, name));
    } else if (call.getTarget() instanceof PropertyGet target) {
      types.bean(target.getTarget()).ifPresent(bean -> method(call, target, bean));
    }
  }

  private void lookup(FunctionCall call, String name) {
    if (BeanIndex.find(name).isPresent()) {
      notes.bean(name);
    } else {
      notes.error(call, "there is no bean " + name + "; " + meant(name, BeanIndex.names()));
    }
  }

  private void method(FunctionCall call, PropertyGet target, Class<?> bean) {
    String method = target.getProperty().getIdentifier();
    String name = Described.Names.of(bean);
    List<Method> all = BeanIndex.methods(bean, method);
    if (all.isEmpty()) {
      if (!BeanMethods.OF_ALL.contains(method)) {
        notes.error(
            target.getProperty(),
            name + " has no method " + method + "; " + meant(method, BeanMethods.names(bean)));
      }
      return;
    }
    notes.method(name, method);
    int given = call.getArguments().size();
    if (all.stream().noneMatch(one -> one.getParameterCount() == given)) {
      notes.error(
          target.getProperty(),
          name + "." + method + " does not take " + given + " arguments; it takes " + counts(all));
    }
  }

  private static String counts(List<Method> all) {
    return String.join(
        " or ",
        all.stream()
            .map(Method::getParameterCount)
            .sorted()
            .distinct()
            .map(String::valueOf)
            .toList());
  }

  private void property(PropertyGet get, Class<?> bean) {
    String name = get.getProperty().getIdentifier();
    boolean known =
        BeanIndex.hasProperty(bean, name)
            || !BeanIndex.methods(bean, name).isEmpty()
            || name.equals("length");
    if (!known) {
      notes.error(
          get.getProperty(),
          Described.Names.of(bean)
              + " has no "
              + name
              + "; "
              + meant(name, BeanMethods.names(bean)));
    }
  }

  private static String meant(String name, Collection<String> known) {
    return Nearest.hint(name, known, "there are " + String.join(", ", known));
  }
}
