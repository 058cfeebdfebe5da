package org.postern.core.diagnosis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The catalogue of known faults. The first row that fits is the diagnosis, so a row for one case
 * stands before the row for all others of its kind; rows of plug-ins come first. Those that come
 * with Postern are read at the first fault, not when a mailer is opened. Immutable, thread safe.
 */
public final class Diagnoses {

  private static final Diagnoses BUILT_IN = new Diagnoses(List.of());

  /** Initialised when it is first asked. */
  private static final class BuiltIn {
    static final List<Diagnosis> ROWS = read();
  }

  private final List<Diagnosis> further;

  private Diagnoses(List<Diagnosis> further) {
    this.further = List.copyOf(further);
  }

  /** Those that come with Postern. */
  public static Diagnoses builtIn() {
    return BUILT_IN;
  }

  /** These, with further ones before them. */
  public Diagnoses with(List<Diagnosis> more) {
    List<Diagnosis> all = new ArrayList<>(more);
    all.addAll(further);
    return new Diagnoses(all);
  }

  /** All rows, in the order in which they are tried. */
  public List<Diagnosis> all() {
    return rows().toList();
  }

  /** What this evidence shows; empty where no row fits. */
  public Optional<Diagnosis> find(Evidence seen) {
    return rows().filter(row -> row.fits(seen)).findFirst();
  }

  /** The row of this name. */
  public Optional<Diagnosis> named(String id) {
    return rows().filter(row -> row.id().equals(id)).findFirst();
  }

  private Stream<Diagnosis> rows() {
    return Stream.concat(further.stream(), BuiltIn.ROWS.stream());
  }

  private static List<Diagnosis> read() {
    try (InputStream in = Diagnoses.class.getResourceAsStream("diagnoses.txt")) {
      if (in == null) {
        throw new IllegalStateException("the catalogue of diagnoses is not in the jar");
      }
      return DiagnosisText.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the catalogue of diagnoses cannot be read", unreadable);
    }
  }
}
