package org.postern.triggers.internal.engine;

import java.io.File;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.NativeJavaClass;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.WrapFactory;
import org.mozilla.javascript.lc.type.TypeInfo;
import org.mozilla.javascript.lc.type.TypeInfoFactory;
import org.postern.triggers.beans.Described;

/**
 * Decides what scripts see of Java objects: beans by their interface, allowed classes as they are,
 * of all others the nearest type that is allowed. For one run; not thread safe.
 */
final class Views extends WrapFactory {

  private final RunClasses classes;
  private final ScriptClassLoader loader;
  private final Map<Class<?>, Class<?>> seenAs = new HashMap<>();

  Views(RunClasses classes, ScriptClassLoader loader) {
    this.classes = classes;
    this.loader = loader;
  }

  @Override
  public Scriptable wrapAsJavaObject(
      Context context, Scriptable scope, Object object, TypeInfo declared) {
    if (object instanceof Class<?> type) {
      return super.wrapAsJavaObject(context, scope, new ClassView(type), declared);
    }
    if (object instanceof String text) {
      return new JavaText(scope, text, type(String.class));
    }
    if (object.getClass() == File.class) {
      return super.wrapAsJavaObject(context, scope, careful((File) object), declared);
    }
    Class<?> view = seenAs.computeIfAbsent(object.getClass(), this::viewOf);
    if (view.isAnnotationPresent(Described.class)) {
      return new BeanObject(
          scope, object, Described.Names.of(view), type(view), type(Object.class));
    }
    if (view == object.getClass()) {
      return super.wrapAsJavaObject(context, scope, object, declared);
    }
    return new ViewedObject(scope, object, type(view));
  }

  private Class<?> viewOf(Class<?> type) {
    if (type.isArray() || open(type)) {
      return type;
    }
    Deque<Class<?>> next = new ArrayDeque<>();
    next.add(type);
    while (!next.isEmpty()) {
      Class<?> one = next.remove();
      if (one != Object.class && open(one)) {
        return one;
      }
      if (one.getSuperclass() != null) {
        next.add(one.getSuperclass());
      }
      next.addAll(java.util.List.of(one.getInterfaces()));
    }
    return Object.class;
  }

  private boolean open(Class<?> type) {
    return classes.visible(type);
  }

  /** Ours of java.io.File, which neither deletes nor creates. */
  private Object careful(File file) {
    return loader
        .find(File.class.getName())
        .filter(ours -> ours != File.class)
        .<Object>map(
            ours -> {
              try {
                return ours.getConstructor(String.class).newInstance(file.getPath());
              } catch (ReflectiveOperationException absent) {
                throw new IllegalStateException("our own File cannot be made", absent);
              }
            })
        .orElse(file);
  }

  /** Of classes with a switch for the whole JVM scripts do not see the switch. */
  @Override
  public Scriptable wrapJavaClass(Context context, Scriptable scope, Class<?> type) {
    return new NativeJavaClass(scope, type) {
      @Override
      public boolean has(String name, Scriptable start) {
        return !name.equals("setDefault") && super.has(name, start);
      }

      @Override
      public Object get(String name, Scriptable start) {
        return name.equals("setDefault") ? NOT_FOUND : super.get(name, start);
      }
    };
  }

  private static TypeInfo type(Class<?> of) {
    return TypeInfoFactory.GLOBAL.create(of);
  }
}
