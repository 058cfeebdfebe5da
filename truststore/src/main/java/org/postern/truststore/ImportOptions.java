package org.postern.truststore;

import java.util.Optional;

/**
 * How to import. Immutable.
 *
 * @param alias name of the entry; several certificates get {@code alias-1}, {@code alias-2} … in
 *     the order of the files. Empty: a name made from the subject's common name
 * @param allowLeaf also take certificates of servers, which are trusted for themselves alone
 * @param allowExpired also take certificates that have ended
 * @param replace what happens when a given alias holds another certificate
 */
public record ImportOptions(
    Optional<String> alias, boolean allowLeaf, boolean allowExpired, ReplaceDecision replace) {

  /**
   * @throws IllegalArgumentException if the alias is blank, over 128 characters or has control
   *     characters
   */
  public ImportOptions {
    alias = alias.map(Aliases::normal);
  }

  /** Names from the subjects; leaves, expired certificates and replacements refused. */
  public static ImportOptions strict() {
    return new ImportOptions(Optional.empty(), false, false, ReplaceDecision.NEVER);
  }

  public ImportOptions withAlias(String name) {
    return new ImportOptions(Optional.of(name), allowLeaf, allowExpired, replace);
  }

  public ImportOptions allowingLeaf() {
    return new ImportOptions(alias, true, allowExpired, replace);
  }

  public ImportOptions allowingExpired() {
    return new ImportOptions(alias, allowLeaf, true, replace);
  }

  public ImportOptions replacing(ReplaceDecision decision) {
    return new ImportOptions(alias, allowLeaf, allowExpired, decision);
  }
}
