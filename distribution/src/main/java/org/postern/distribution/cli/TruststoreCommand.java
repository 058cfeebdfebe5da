package org.postern.distribution.cli;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.postern.core.settings.Secret;
import org.postern.distribution.output.Json;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.wiring.BundleKeys;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import org.postern.distribution.wiring.Trusts;
import org.postern.truststore.CertificateSummary;
import org.postern.truststore.ChainFetchException;
import org.postern.truststore.ChainFetcher;
import org.postern.truststore.FetchMode;
import org.postern.truststore.FetchedChain;
import org.postern.truststore.ImportOptions;
import org.postern.truststore.ReplaceDecision;
import org.postern.truststore.Trust;
import org.postern.truststore.TrustStoreException;
import org.postern.truststore.TrustStoreFile;
import org.postern.truststore.TrustedEntry;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** CA certificates of our own, beside those that the JDK trusts. */
@Command(
    name = "truststore",
    description = "Import, fetch, list and remove CA certificates.",
    synopsisSubcommandLabel = "import | fetch | list | remove")
final class TruststoreCommand implements Runnable {

  @ParentCommand PosternCommand postern;
  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "import, fetch, list or remove is missing");
  }

  @Command(
      name = "import",
      description = "Import root and intermediate CA certificates (PEM, DER, PKCS#7).")
  int importFiles(
      @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, all or none.")
          List<Path> files,
      @Option(names = "--alias", description = "The name in the store.") String alias,
      @Option(names = "--allow-leaf", description = "Take a certificate that is no CA.")
          boolean allowLeaf,
      @Option(names = "--allow-expired", description = "Take one that has ended.")
          boolean allowExpired,
      @Option(names = "--replace", description = "Replace another one of that alias unasked.")
          boolean replace) {
    ImportOptions options = options(Optional.ofNullable(alias), replace);
    ImportOptions leaf = allowLeaf ? options.allowingLeaf() : options;
    ImportOptions all = allowExpired ? leaf.allowingExpired() : leaf;
    return answered(() -> report().imported(store().importFiles(files, all)));
  }

  @Command(
      name = "fetch",
      description = {
        "Show the chain that a server presents; import what is missing after you confirm.",
        "Compare the SHA-256 with one that came by another road."
      })
  int fetch(
      @Parameters(paramLabel = "HOST:PORT", description = "The mail server, or a token endpoint.")
          String address,
      @Option(names = "--starttls", description = "SMTP with STARTTLS.") boolean starttls,
      @Option(names = "--implicit", description = "TLS from the first byte.") boolean implicit,
      @Option(names = "--yes", description = "Import without asking.") boolean yes) {
    int colon = address.lastIndexOf(':');
    if (colon < 1 || !address.substring(colon + 1).matches("\\d{1,5}")) {
      throw CommandFailure.usage("write the address as HOST:PORT, not " + address);
    }
    String host = address.substring(0, colon).replaceAll("^\\[|]$", "");
    int port = Integer.parseInt(address.substring(colon + 1));
    FetchMode mode = starttls ? FetchMode.STARTTLS : implicit ? FetchMode.IMPLICIT : FetchMode.AUTO;
    return answered(
        () -> {
          TrustStoreFile store = store();
          Trust trust = store.exists() ? Trust.jdkAnd(store) : Trust.jdk();
          FetchedChain chain = new ChainFetcher(trust).fetch(host, port, mode);
          return show(chain, store, yes);
        });
  }

  @Command(name = "list", description = "Show the certificates of the store.")
  int list(@Option(names = "--json", description = "As JSON.") boolean json) {
    return answered(
        () -> {
          List<TrustedEntry> entries = store().entries();
          if (json) {
            postern.terminal().line(Json.of(entries.stream().map(CertificateReport::row).toList()));
          } else if (entries.isEmpty()) {
            postern.terminal().line("No certificate of our own; what the JDK trusts is trusted.");
          }
          if (!json) {
            entries.forEach(entry -> report().one(entry.alias(), entry.summary()));
          }
          return ExitCode.OK;
        });
  }

  @Command(name = "remove", description = "Remove certificates.")
  int remove(
      @Parameters(paramLabel = "ALIAS", arity = "1..*", description = "Names in the store.")
          List<String> aliases) {
    return answered(
        () -> {
          for (String alias : aliases) {
            report().one("removed " + alias, store().remove(alias).summary());
          }
          return ExitCode.OK;
        });
  }

  private interface Work {
    int done() throws TrustStoreException, ChainFetchException;
  }

  private static int answered(Work work) {
    try {
      return work.done();
    } catch (TrustStoreException refused) {
      throw new CommandFailure(ExitCode.SETTINGS, refused.getMessage(), refused);
    } catch (IllegalArgumentException wrongUse) {
      throw CommandFailure.usage(wrongUse.getMessage());
    } catch (ChainFetchException unreachable) {
      throw new CommandFailure(ExitCode.TRY_AGAIN, unreachable.getMessage(), unreachable);
    }
  }

  private TrustStoreFile store() {
    Configuration configuration = postern.configuration();
    Optional<Secret> password =
        configuration.secret(
            BundleKeys.TRUSTSTORE_PASSWORD,
            Plugins.none(),
            Secrets.keeper(configuration, postern.terminal().environment()));
    return Trusts.store(configuration, password);
  }

  private CertificateReport report() {
    return new CertificateReport(postern.terminal());
  }

  private ImportOptions options(Optional<String> alias, boolean replace) {
    ReplaceDecision ask =
        (present, replacement) ->
            postern
                .terminal()
                .confirms(
                    "Replace "
                        + present.alias()
                        + " ("
                        + present.summary().subject()
                        + ") by "
                        + replacement.subject()
                        + "?");
    ImportOptions options =
        ImportOptions.strict().replacing(replace ? ReplaceDecision.ALWAYS : ask);
    return alias.map(options::withAlias).orElse(options);
  }

  private int show(FetchedChain chain, TrustStoreFile store, boolean yes)
      throws TrustStoreException {
    Terminal terminal = postern.terminal();
    report().chain(chain);
    if (chain.trusted()) {
      terminal.line("It is trusted already.");
      return ExitCode.OK;
    }
    chain.problems().forEach(problem -> terminal.line(Wrapped.text("✗ " + problem, "  ")));
    chain.missingLink().ifPresent(link -> terminal.line("The missing link is: " + link));
    chain.caIssuersUrl().ifPresent(url -> terminal.line("Its issuer can be had at: " + url));
    Optional<X509Certificate> offered = chain.importable();
    if (offered.isEmpty()) {
      terminal.line("Nothing that was sent would mend it: import the CA from a file.");
      return ExitCode.ACT;
    }
    CertificateSummary candidate = CertificateSummary.of(offered.get());
    terminal.line("To import: " + candidate.subject());
    terminal.line("SHA-256: " + candidate.sha256());
    if (!yes && !terminal.confirms("Is that the SHA-256 that you were told? Import it?")) {
      terminal.line("Nothing was imported.");
      return ExitCode.ACT;
    }
    return report()
        .imported(
            store.importCertificates(List.of(offered.get()), options(Optional.empty(), false)));
  }
}
