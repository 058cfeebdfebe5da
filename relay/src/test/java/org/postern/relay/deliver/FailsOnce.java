package org.postern.relay.deliver;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postern.spool.Spool;

/** A spool, one of whose methods meets an error of the JVM when it is called first. */
final class FailsOnce {

  private FailsOnce() {}

  static Spool at(String method, Spool real) {
    AtomicBoolean failed = new AtomicBoolean();
    return (Spool)
        Proxy.newProxyInstance(
            Spool.class.getClassLoader(),
            new Class<?>[] {Spool.class},
            (proxy, called, arguments) -> {
              if (called.getName().equals(method) && failed.compareAndSet(false, true)) {
                throw new StackOverflowError(method);
              }
              try {
                return called.invoke(real, arguments);
              } catch (InvocationTargetException theirs) {
                throw theirs.getCause();
              }
            });
  }
}
