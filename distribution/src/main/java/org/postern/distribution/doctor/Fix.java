package org.postern.distribution.doctor;

import java.nio.file.Path;
import org.postern.core.examination.TlsPeer;

/** What can be mended safely on this machine. Immutable. */
public sealed interface Fix {

  /** What it does, as a question would name it: "chmod 600 FILE". */
  String inWords();

  /**
   * Takes rights away.
   *
   * @param file whose
   * @param mode the new rights, {@code rw-------}
   */
  record Mode(Path file, String mode) implements Fix {
    @Override
    public String inWords() {
      return "set the rights of " + file + " to " + mode;
    }
  }

  /** Encrypts all plain secrets where they stand. */
  record Encrypt() implements Fix {
    @Override
    public String inWords() {
      return "encrypt the plain secrets where they stand, as `postern encrypt` does";
    }
  }

  /**
   * Imports the certificate that is missing.
   *
   * @param peer the server that presents it
   * @param subject whom it names
   * @param sha256 its fingerprint, {@code AB:CD:…}
   */
  record Import(TlsPeer peer, String subject, String sha256) implements Fix {
    @Override
    public String inWords() {
      return "trust " + subject + " with the SHA-256 " + sha256;
    }
  }
}
