package org.postern.triggers.check;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.triggers.beans.ApiCommandRunnerBean;
import org.postern.triggers.beans.ApiSessionBean;
import org.postern.triggers.beans.AttachmentBean;
import org.postern.triggers.beans.Described;
import org.postern.triggers.beans.DynamicGroupBean;
import org.postern.triggers.beans.EnvironmentBean;
import org.postern.triggers.beans.FieldBean;
import org.postern.triggers.beans.GroupBean;
import org.postern.triggers.beans.IssueBean;
import org.postern.triggers.beans.IssueDeltaBean;
import org.postern.triggers.beans.ParametersBean;
import org.postern.triggers.beans.ProjectBean;
import org.postern.triggers.beans.RelationshipFieldBean;
import org.postern.triggers.beans.ScheduleTriggerArgumentsBean;
import org.postern.triggers.beans.ServerBean;
import org.postern.triggers.beans.StateBean;
import org.postern.triggers.beans.TypeBean;
import org.postern.triggers.beans.UserBean;

/** All beans, by the names that scripts look them up by. */
final class BeanIndex {

  /** In the order of the reference. */
  static final List<Class<?>> ALL =
      List.of(
          EnvironmentBean.class,
          ParametersBean.class,
          ServerBean.class,
          IssueBean.class,
          IssueDeltaBean.class,
          ScheduleTriggerArgumentsBean.class,
          UserBean.class,
          GroupBean.class,
          DynamicGroupBean.class,
          FieldBean.class,
          TypeBean.class,
          StateBean.class,
          ProjectBean.class,
          RelationshipFieldBean.class,
          AttachmentBean.class,
          ApiSessionBean.class,
          ApiCommandRunnerBean.class);

  private static final Map<String, Class<?>> BY_NAME = byName();

  private BeanIndex() {}

  private static Map<String, Class<?>> byName() {
    Map<String, Class<?>> all = new LinkedHashMap<>();
    for (Class<?> bean : ALL) {
      String name = bean.getAnnotation(Described.class).name();
      if (!name.isEmpty()) {
        all.put(name, bean);
      }
    }
    return all;
  }

  static Optional<Class<?>> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  static Set<String> names() {
    return BY_NAME.keySet();
  }

  /** Methods of this name, with any number of arguments; empty where it has none. */
  static List<Method> methods(Class<?> bean, String name) {
    return Arrays.stream(bean.getMethods()).filter(one -> one.getName().equals(name)).toList();
  }

  /** True where Rhino lets a script write {@code user.fullName} for {@code getFullName()}. */
  static boolean hasProperty(Class<?> bean, String name) {
    String upper = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return !methods(bean, "get" + upper).isEmpty() || !methods(bean, "is" + upper).isEmpty();
  }
}
