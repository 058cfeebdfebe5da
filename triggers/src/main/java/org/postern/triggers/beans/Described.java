package org.postern.triggers.beans;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One line on a bean or a method of a bean, for the generated reference and for messages. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Described {

  /** What it is or gives; for a method that may give null, when it does. */
  String value();

  /**
   * For a bean: the name that {@code bsf.lookupBean} knows it by; "" where another bean gives it.
   */
  String name() default "";

  /** How people and messages name a bean. */
  final class Names {

    private Names() {}

    /** The name by which {@code bsf.lookupBean} knows it, or that of its interface. */
    public static String of(Class<?> bean) {
      Described described = bean.getAnnotation(Described.class);
      return described == null || described.name().isEmpty()
          ? bean.getSimpleName()
          : described.name();
    }
  }
}
