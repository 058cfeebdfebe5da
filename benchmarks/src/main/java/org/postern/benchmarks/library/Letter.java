package org.postern.benchmarks.library;

import java.nio.charset.StandardCharsets;

/** The mail that all send: 5 KB of text, one recipient. */
final class Letter {

  static final String FROM = "bench@example.com";
  static final String TO = "inbox@example.com";
  static final String SUBJECT = "A mail of five kilobytes";
  static final String TEXT = "The quick brown fox jumps over the lazy dog, again.\r\n".repeat(95);

  private Letter() {}

  /** Ready made, for those who take bytes. */
  static byte[] bytes() {
    String header =
        "From: "
            + FROM
            + "\r\nTo: "
            + TO
            + "\r\nSubject: "
            + SUBJECT
            + "\r\nMessage-ID: <1@example.com>\r\nDate: Mon, 23 Nov 2026 00:00:00 +0000"
            + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n";
    return (header + TEXT).getBytes(StandardCharsets.US_ASCII);
  }
}
