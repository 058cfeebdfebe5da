package org.postern.truststore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store goes through: killed writers, many writers, readers meanwhile. */
@Tag("same-on-every-jdk")
class StoreSurvivalTest {

  private static final ImportOptions STRICT = ImportOptions.strict();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void killedWriterLeavesTheOldOrTheNewStoreWhole(String type) throws Exception {
    Cert base = Cert.root("Base");
    Cert extra = Cert.root("Extra");
    Path path = folder.resolve("store");
    newStore(type, path, base);
    Path extraFile = Files.writeString(folder.resolve("extra.pem"), extra.pem());
    TrustStoreFile store = TrustStoreFile.at(path);

    for (int round = 0; round < 15; round++) {
      Process writer =
          Forked.java(
              StoreChurn.class,
              List.of(),
              "forever",
              path.toString(),
              extraFile.toString(),
              "extra");
      try (BufferedReader out = Forked.reader(writer)) {
        // a different moment each round; a write is mostly serialising, so kills hit inside one
        for (int line = 0; line < 3 + round % 5; line++) {
          assertThat(out.readLine()).isIn("imported", "removed");
        }
        writer.destroyForcibly().waitFor();
      }
      assertThat(certificates(store)).isIn(Set.of(base.x509()), Set.of(base.x509(), extra.x509()));
    }

    store.importCertificates(List.of(Cert.root("Last").x509()), STRICT);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("store", ".store.lock", "extra.pem");
    }
  }

  @Test
  void importsOfManyProcessesAndThreadsAtOnceLoseNothing() throws Exception {
    Path path = folder.resolve("store.p12");
    List<Cert> all = IntStream.range(0, 40).mapToObj(i -> Cert.root("Root " + i)).toList();
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      files.add(Files.writeString(folder.resolve("ca" + i + ".pem"), all.get(i).pem()));
    }
    List<Process> processes = new ArrayList<>();
    for (int p = 0; p < 3; p++) {
      List<String> share = files.subList(p * 10, p * 10 + 10).stream().map(Path::toString).toList();
      List<String> arguments = new ArrayList<>(List.of("once", path.toString()));
      arguments.addAll(share);
      processes.add(Forked.java(StoreChurn.class, List.of(), arguments.toArray(String[]::new)));
    }
    inThreads(
        files.subList(30, 40).stream()
            .map(
                file ->
                    (Callable<ImportResult>)
                        () -> TrustStoreFile.at(path).importFiles(List.of(file), STRICT))
            .toList());
    for (Process process : processes) {
      Forked.Ended ended = Forked.ended(process);
      assertThat(ended.status()).as(ended.output()).isZero();
    }
    assertThat(certificates(TrustStoreFile.at(path)))
        .containsExactlyInAnyOrderElementsOf(all.stream().map(Cert::x509).toList());
  }

  @Test
  void readersMeetAWholeStoreWhileItIsWritten() throws Exception {
    Cert base = Cert.root("Base");
    Cert extra = Cert.root("Extra");
    TrustStoreFile store = TrustStoreFile.at(folder.resolve("store.p12"));
    store.importCertificates(List.of(base.x509()), STRICT);
    AtomicInteger writes = new AtomicInteger();
    AtomicInteger reads = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    // each goes on until the other has done its share, so that neither is alone
    inThreads(
        List.of(
            () -> {
              try {
                while (!over.get() && (writes.get() < 30 || reads.get() < 30)) {
                  store.importCertificates(List.of(extra.x509()), STRICT.withAlias("extra"));
                  store.remove("extra");
                  writes.incrementAndGet();
                }
                return writes.get();
              } finally {
                over.set(true);
              }
            },
            () -> {
              try {
                while (!over.get()) {
                  assertThat(certificates(store))
                      .isIn(Set.of(base.x509()), Set.of(base.x509(), extra.x509()));
                  reads.incrementAndGet();
                }
                return reads.get();
              } finally {
                over.set(true);
              }
            }));
    assertThat(List.of(writes.get(), reads.get())).allMatch(times -> times >= 30);
  }

  @Test
  void storeChangedWhileAHumanIsAskedIsAskedAboutAnew() throws Exception {
    Cert first = Cert.root("First");
    Cert second = Cert.root("Second");
    Cert third = Cert.root("Third");
    TrustStoreFile store = TrustStoreFile.at(folder.resolve("store.p12"));
    ImportOptions corp = STRICT.withAlias("corp");
    store.importCertificates(List.of(first.x509()), corp);
    List<String> asked = new ArrayList<>();

    store.importCertificates(
        List.of(third.x509()),
        corp.replacing(
            (present, replacement) -> {
              if (asked.isEmpty()) {
                replaceMeanwhile(store, second, corp);
              }
              asked.add(present.summary().subject());
              return true;
            }));

    assertThat(asked).containsExactly("CN=First", "CN=Second");
    assertThat(certificates(store)).containsExactly(third.x509());
  }

  @Test
  void ownerOfTheStoreIsKept() throws Exception {
    Path path = folder.resolve("store.p12");
    TrustStoreFile store = TrustStoreFile.at(path);
    store.importCertificates(List.of(Cert.root("One").x509()), STRICT);
    if (Files.getOwner(path).getName().equals("root")) {
      // only root can give a file away; other users keep their own
      Files.setAttribute(path, "unix:uid", 12_345);
    }
    Object owner = Files.getAttribute(path, "unix:uid");
    store.importCertificates(List.of(Cert.root("Two").x509()), STRICT);
    assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(owner);
  }

  @Test
  @EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "chown")
  void whatRootMakesBelongsToTheAccountThatTheFolderIsOf() throws Exception {
    Files.setAttribute(folder, "unix:uid", 12_345);

    Path path = folder.resolve("store.p12");
    TrustStoreFile.at(path).importCertificates(List.of(Cert.root("One").x509()), STRICT);

    assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(12_345);
  }

  private static void replaceMeanwhile(TrustStoreFile store, Cert by, ImportOptions options) {
    try {
      store.importCertificates(List.of(by.x509()), options.replacing(ReplaceDecision.ALWAYS));
    } catch (TrustStoreException e) {
      throw new AssertionError(e);
    }
  }

  private static void newStore(String type, Path path, Cert cert) throws Exception {
    KeyStore keys = KeyStore.getInstance(type);
    keys.load(null, null);
    keys.setCertificateEntry("base", cert.x509());
    try (var out = Files.newOutputStream(path)) {
      keys.store(out, "changeit".toCharArray());
    }
  }

  private static <T> void inThreads(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      for (Future<T> done : threads.invokeAll(tasks, 100, TimeUnit.SECONDS)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Set<X509Certificate> certificates(TrustStoreFile store)
      throws TrustStoreException {
    return store.entries().stream().map(TrustedEntry::certificate).collect(Collectors.toSet());
  }
}
