package org.postern.triggers.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.triggers.beans.Described;

/** What the reference says of the methods of all beans. */
class BeanReferenceTest {

  static Stream<Method> methods() {
    return BeanIndex.ALL.stream().flatMap(bean -> Arrays.stream(bean.getDeclaredMethods()));
  }

  private static boolean mayGiveNull(Method method) {
    return method.getAnnotatedReturnType().isAnnotationPresent(Nullable.class);
  }

  /** Scripts fail on a null of which nobody told their authors. */
  @ParameterizedTest
  @MethodSource("methods")
  void aMethodThatMayGiveNullSaysWhenAndNoOtherDoes(Method method) {
    String said = method.getAnnotation(Described.class).value().toLowerCase(Locale.ROOT);
    boolean gives = method.getReturnType() != void.class;
    assertThat(gives && said.matches("(?s).*\\bnull\\b.*"))
        .as("%s: %s", method, said)
        .isEqualTo(mayGiveNull(method));
  }
}
