package org.postern.triggers.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.triggers.header.ScriptParameter;

/**
 * What a script uses, and what is wrong with it.
 *
 * @param script its file
 * @param parameters that it declares
 * @param beans that it uses, each with the methods that it calls
 * @param routes by which it sends mail, for instance {@code sendmail}; empty where it sends none
 * @param classes of Java that it names, as it names them
 * @param findings sorted by line
 */
public record ScriptReport(
    Path script,
    List<ScriptParameter> parameters,
    Map<String, Set<String>> beans,
    Set<String> routes,
    Set<String> classes,
    List<Finding> findings) {

  /** True where it has an error. */
  public boolean failed() {
    return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.ERROR);
  }
}
