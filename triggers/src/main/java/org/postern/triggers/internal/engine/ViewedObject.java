package org.postern.triggers.internal.engine;

import org.mozilla.javascript.NativeJavaObject;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.lc.type.TypeInfo;

/** A Java object of which a script sees what one of its types has, and not its class. */
class ViewedObject extends NativeJavaObject {

  ViewedObject(Scriptable scope, Object object, TypeInfo view) {
    super(scope, object, view);
  }

  /** Rhino looks at the type of the object; without an object it takes the type it was given. */
  @Override
  protected void initMembers() {
    Object object = javaObject;
    javaObject = null;
    super.initMembers();
    javaObject = object;
  }
}
