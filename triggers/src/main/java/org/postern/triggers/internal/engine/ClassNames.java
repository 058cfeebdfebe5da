package org.postern.triggers.internal.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * The names that scripts use for classes, and the names of the classes that they get. Scripts were
 * written for JavaMail 1.x and commons-email 1.x, whose packages have other names today.
 */
final class ClassNames {

  private static final String COMPAT = "org.postern.triggers.compat.";

  /** What scripts write, and where such classes are today. */
  private static final String[][] MOVED = {
    {"javax.mail.", "jakarta.mail."},
    {"javax.activation.", "jakarta.activation."},
    {"com.sun.mail.", "org.eclipse.angus.mail."},
    {"org.apache.commons.mail.", "org.apache.commons.mail2.jakarta."},
    {"org.apache.commons.mail.", "org.apache.commons.mail2.core."},
  };

  private ClassNames() {}

  /** The name that the list of classes has for it, whether today's or that of scripts is given. */
  static String canonical(String name) {
    String plain = name.startsWith(COMPAT) ? name.substring(COMPAT.length()) : name;
    for (String[] moved : MOVED) {
      if (plain.startsWith(moved[1])) {
        return moved[0] + plain.substring(moved[1].length());
      }
    }
    return plain;
  }

  /** Words of Rhino, with ours under the names that scripts use. */
  static String asWritten(String words) {
    return words.replace(COMPAT, "");
  }

  /** Where to look for the class that a script names, in this order: ours first. */
  static List<String> candidates(String name) {
    String canonical = canonical(name);
    List<String> all = new ArrayList<>();
    all.add(COMPAT + canonical);
    for (String[] moved : MOVED) {
      if (canonical.startsWith(moved[0])) {
        all.add(moved[1] + canonical.substring(moved[0].length()));
      }
    }
    all.add(name);
    return all;
  }
}
