package org.postern.core.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of a mail provider, which {@code postern.provider} names: values for settings that
 * the files leave open, and facts that nothing enforces. Immutable; each value has its source.
 *
 * @param name as in {@code postern.provider}
 * @param title for people
 * @param family what its mail servers have in common, as the catalogue of diagnoses names it
 * @param login which logins make sense there
 * @param grants the values of {@code postern.oauth.grant} that it knows, the usual one first
 * @param presets values for settings
 * @param facts limits and customs
 */
public record Provider(
    String name,
    String title,
    String family,
    Login login,
    List<String> grants,
    List<Fact> presets,
    List<Fact> facts) {

  private static final String TENANT = "{tenant}";

  /** Checked and copied. */
  public Provider {
    grants = List.copyOf(grants);
    presets = List.copyOf(presets);
    facts = List.copyOf(facts);
  }

  /** Which logins make sense. */
  public enum Login {
    /** OAuth alone. */
    OAUTH,
    /** A password alone. */
    BASIC,
    /** OAuth or a password of an application; for some also none. */
    ANY
  }

  /**
   * One value and where it is from.
   *
   * @param name a property, or what the fact is about
   * @param grant the grant with which alone it counts; empty for every grant
   * @param source who says so; "unverified" where that is second hand
   * @param date year and month in which it was read
   */
  public record Fact(
      String name, Optional<String> grant, String value, String source, String date) {}

  /** All providers, in the order of the list. */
  public static List<Provider> all() {
    return ProviderText.BUILT_IN;
  }

  /** The provider of this name. */
  public static Optional<Provider> named(String name) {
    return all().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** All names. */
  public static List<String> names() {
    return all().stream().map(Provider::name).toList();
  }

  /** True where a value has the tenant in it. */
  public boolean needsTenant() {
    return presets.stream().anyMatch(Provider::ofTenant);
  }

  /**
   * Values by property, the tenant in its place.
   *
   * @param grant that of the files; empty: the usual one of this provider
   * @param tenant without it, values that need it are left out
   */
  public Map<String, String> values(Optional<String> grant, Optional<String> tenant) {
    String chosen = grant.orElse(grants.isEmpty() ? "" : grants.get(0));
    Map<String, String> all = new TreeMap<>();
    for (Fact preset : presets) {
      if (preset.grant().filter(g -> !g.equals(chosen)).isEmpty()
          && (!ofTenant(preset) || tenant.isPresent())) {
        all.put(preset.name(), preset.value().replace(TENANT, tenant.orElse("")));
      }
    }
    return all;
  }

  /** Properties whose value cannot be made without the tenant. */
  List<String> missingWithoutTenant() {
    List<String> names = new ArrayList<>();
    presets.stream().filter(Provider::ofTenant).forEach(preset -> names.add(preset.name()));
    return names;
  }

  /** Properties whose value is another with another grant. */
  List<String> missingWithoutGrant() {
    return presets.stream().filter(preset -> preset.grant().isPresent()).map(Fact::name).toList();
  }

  private static boolean ofTenant(Fact preset) {
    return preset.value().contains(TENANT);
  }

  /** For {@link CoreKeys#PROVIDER}. */
  static Provider parse(String text) {
    String name = text.toLowerCase(java.util.Locale.ROOT);
    return named(name)
        .orElseThrow(
            () ->
                SettingKey.invalid(
                    text,
                    "no provider that is known",
                    Nearest.quotedHint(name, names(), "`postern providers` lists all")));
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }
}
