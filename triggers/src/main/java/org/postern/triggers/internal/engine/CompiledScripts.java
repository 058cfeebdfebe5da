package org.postern.triggers.internal.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mozilla.javascript.Context;

/** Scripts that were compiled, until their files change. Thread safe. */
public final class CompiledScripts {

  /** Far fewer scripts than this are ever in use; beyond it all are forgotten and read anew. */
  private static final int MOST = 1_000;

  /** A file changed less long ago may change again without a new time of change. */
  private static final Duration UNSETTLED = Duration.ofSeconds(2);

  private final Map<Path, Entry> entries = new ConcurrentHashMap<>();

  /**
   * The script in this file as it is now.
   *
   * @throws IOException when it cannot be read
   * @throws org.mozilla.javascript.EvaluatorException when it is no JavaScript
   */
  CompiledScript get(Context context, Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    Entry known = entries.get(file);
    if (known != null && known.isOf(now) && known.settled()) {
      return known.script();
    }
    byte[] bytes = Files.readAllBytes(file);
    if (known != null && Arrays.equals(bytes, known.bytes())) {
      entries.put(file, new Entry(now, Instant.now(), bytes, known.script()));
      return known.script();
    }
    CompiledScript script =
        Scripting.compile(context, String.valueOf(file.getFileName()), text(bytes));
    if (entries.size() >= MOST) {
      entries.clear();
    }
    entries.put(file, new Entry(now, Instant.now(), bytes, script));
    return script;
  }

  /** UTF-8, with or without a byte-order mark; Windows-1252 where it is not UTF-8. */
  public static String text(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      text = new String(bytes, Charset.forName("windows-1252"));
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private record Entry(
      BasicFileAttributes file, Instant read, byte[] bytes, CompiledScript script) {

    boolean isOf(BasicFileAttributes now) {
      return now.size() == file.size()
          && now.lastModifiedTime().equals(file.lastModifiedTime())
          && java.util.Objects.equals(now.fileKey(), file.fileKey());
    }

    boolean settled() {
      return file.lastModifiedTime().toInstant().plus(UNSETTLED).isBefore(read);
    }
  }
}
