package org.postern.distribution.faultlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.auth.oauth.OAuthKeys;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.Provider;
import org.postern.distribution.cli.Printed;
import org.postern.distribution.doctor.DoctorFinding;
import org.postern.distribution.doctor.DoctorReport;

/**
 * What the providers' pages show of the doctor is what it prints: each step that can be forgotten
 * is forgotten, against servers that say what the provider says. {@code -Dpostern.pages=write}
 * writes the pages anew.
 */
class ProviderPagesTest {

  private static final Path PAGES = Path.of("../docs/providers");
  private static final String PRINTED = "## What `postern doctor` prints then\n";
  private static final String INTRODUCTION =
      """

      Printed against scripted servers that say what stands in the table, with the provider's host names put in; a test holds
      this page to it.
      """;
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+?) \\| .+ \\| (`[^|]+`) \\|$");
  private static final Pattern ID = Pattern.compile("`([a-z0-9.-]+)`");

  private static final String FINGERPRINT =
      "0A:1B:2C:3D:4E:5F:60:71:".repeat(4).replaceFirst(":$", "");

  @TempDir static Path home;
  private static Servers servers;

  @BeforeAll
  static void start() throws IOException {
    servers = new Servers(home);
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      return files.filter(page -> !page.endsWith("README.md")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void showWhatTheDoctorPrints(Path page) throws Exception {
    String text = Files.readString(page);
    int start = text.indexOf(PRINTED);
    String before = start < 0 ? text.stripTrailing() + "\n\n" : text.substring(0, start);
    String whole = before + PRINTED + INTRODUCTION + blocks(before, provider(page));
    if ("write".equals(System.getProperty("postern.pages"))) {
      Files.writeString(page, whole);
    }

    assertThat(text).isEqualTo(whole);
  }

  private static Provider provider(Path page) {
    String name = page.getFileName().toString().replaceFirst("\\.md$", "");
    return Provider.named(name.equals("national-clouds") ? "microsoft365-gcc-high" : name)
        .or(() -> Provider.named("google"))
        .orElseThrow();
  }

  private static String blocks(String table, Provider provider) throws Exception {
    Map<String, String> forgotten = new LinkedHashMap<>();
    Matcher rows = ROW.matcher(table);
    while (rows.find()) {
      String step = rows.group(1);
      ID.matcher(rows.group(2)).results().forEach(id -> forgotten.putIfAbsent(id.group(1), step));
    }
    assertThat(forgotten).isNotEmpty();
    StringBuilder all = new StringBuilder();
    for (Map.Entry<String, String> one : forgotten.entrySet()) {
      all.append("\nForgotten: ").append(one.getValue()).append("\n\n```text\n");
      all.append(printed(one.getKey(), provider)).append("\n```\n");
    }
    return all.toString();
  }

  private static String printed(String id, Provider provider) throws Exception {
    Fault fault = tenantIsMissing(id, provider).orElseGet(() -> ofTheLab(id));
    Site site = servers.site(fault.mode());
    try {
      if (fault.mode() == Fault.Mode.OAUTH) {
        site.addSecurity("postern.oauth.grant=client_credentials"); // not that of the provider
      }
      fault.maker().in(site);
      site.set("postern.provider", provider.name());
      DoctorReport report = site.examined(true);
      DoctorFinding trouble = report.trouble().orElseThrow();
      assertThat(trouble.diagnosis().orElseThrow().id()).isEqualTo(id);
      return Printed.of(trouble, seen -> named(seen, site, provider));
    } finally {
      for (AutoCloseable one : site.closing()) {
        one.close();
      }
    }
  }

  /** Where the token URL holds the tenant, it is what is missing. */
  private static Optional<Fault> tenantIsMissing(String id, Provider provider) {
    return id.equals("settings.missing") && provider.needsTenant()
        ? Optional.of(
            Fault.oauth(id, site -> site.remove("mksis.security.smtp.oauth.tokenEndpointURL")))
        : Optional.empty();
  }

  private static Fault ofTheLab(String id) {
    List<Fault> such = new ArrayList<>(FaultLabTest.faults());
    such.removeIf(fault -> !fault.id().equals(id) || fault.by() != Fault.By.DOCTOR);
    assertThat(such).as("faults of the lab that are %s", id).isNotEmpty();
    return such.get(0);
  }

  /** The provider's servers in place of those of the lab, and nothing that each run has anew. */
  private static String named(String seen, Site site, Provider provider) {
    Map<String, String> values =
        provider.values(Optional.of("client_credentials"), Optional.of("TENANT"));
    String host = values.getOrDefault(CoreKeys.HOST.name(), "mail.example.com");
    String server = host + ":" + values.getOrDefault(CoreKeys.PORT.name(), "587");
    String url = values.getOrDefault(OAuthKeys.TOKEN_URL.name(), "https://idp.example.com/token");
    return seen.replaceAll(
            "localhost:\\d+/token", Matcher.quoteReplacement(url.replace("https://", "")))
        .replaceAll("(localhost|[a-z.]+\\.invalid):\\d+", Matcher.quoteReplacement(server))
        .replace("CN=localhost", "CN=" + host)
        .replace(site.home() + "/", "")
        .replaceAll("([0-9A-F]{2}:){31}[0-9A-F]{2}", FINGERPRINT)
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z, in \\d+ s", "2026-12-01T12:00:00Z, in 3599 s")
        .replaceAll("\\d{4}-\\d\\d-\\d\\d(?!T)", "2026-12-01");
  }
}
