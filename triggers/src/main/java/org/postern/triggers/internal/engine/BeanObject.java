package org.postern.triggers.internal.engine;

import java.util.Set;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.lc.type.TypeInfo;
import org.postern.core.settings.Nearest;
import org.postern.triggers.internal.run.CurrentRun;
import org.slf4j.event.Level;

/** A bean: a method that it does not have is a mistake that is named, with what was meant. */
final class BeanObject extends ViewedObject {

  /** What Rhino itself asks an object for, without an error where it is not there. */
  private static final Set<String> ASKED_BY_RHINO =
      Set.of(
          "booleanValue",
          "doubleValue",
          "valueOf",
          "toJSON",
          "constructor",
          "then",
          "length",
          "__proto__",
          "__iterator__",
          "__parent__",
          "__noSuchMethod__");

  private final String name;
  private final Class<?> bean;
  private final TypeInfo objectType;

  /**
   * @param name how a script knows it, for instance imServerBean
   */
  BeanObject(Scriptable scope, Object object, String name, TypeInfo bean, TypeInfo objectType) {
    super(scope, object, bean);
    this.name = name;
    this.bean = bean.asClass();
    this.objectType = objectType;
  }

  @Override
  public Object get(String member, Scriptable start) {
    if (BeanMethods.OF_ALL.contains(member)) {
      return new ViewedObject(getParentScope(), unwrap(), objectType).get(member, start);
    }
    Object value = super.has(member, start) ? super.get(member, start) : NOT_FOUND;
    if (value != NOT_FOUND || ASKED_BY_RHINO.contains(member)) {
      return value;
    }
    throw unknown(member);
  }

  private RuntimeException unknown(String member) {
    Set<String> known = BeanMethods.names(bean);
    String meant = Nearest.hint(member, known, "it has " + String.join(", ", known));
    String message = name + " has no method " + member + "; " + meant;
    // a script may swallow the error, so it is logged as well
    CurrentRun.find().ifPresent(run -> run.log().platform(Level.WARN, Faults.here(message)));
    return ScriptRuntime.constructError("TypeError", message);
  }

  @Override
  public boolean has(String member, Scriptable start) {
    return super.has(member, start) || BeanMethods.OF_ALL.contains(member);
  }

  @Override
  public Object getDefaultValue(Class<?> hint) {
    return hint == null || hint == ScriptRuntime.StringClass
        ? Context.toString(unwrap().toString())
        : super.getDefaultValue(hint);
  }
}
