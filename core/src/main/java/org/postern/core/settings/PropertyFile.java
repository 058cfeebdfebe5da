package org.postern.core.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A property file as {@link Properties} reads it, with the line of each property. Only the
 * splitting into logical lines is ours; keys, separators and escapes are left to the JDK.
 */
final class PropertyFile {

  private static final long LARGEST = 5_000_000;
  private static final Pattern KEY = Pattern.compile("\\s*((?:\\\\.|[^\\\\=:\\s])+)");

  private static final String TO_UTF_8 =
      "save it as UTF-8 or ISO 8859-1 (what Windows calls \"Unicode\" is UTF-16)";

  private final Path path;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> unreadable = new HashSet<>();
  private final List<SettingsProblem> problems = new ArrayList<>();
  private final List<SettingsProblem> warnings = new ArrayList<>();
  private boolean lost;

  private PropertyFile(Path path) {
    this.path = path;
  }

  /** One property, in the order of the file; a key may come twice. */
  record Entry(String key, String value, int line) {}

  /** Reads the file; what is wrong with it is among {@link #problems()}. */
  static PropertyFile read(Path path) {
    PropertyFile file = new PropertyFile(path);
    try {
      if (Files.isDirectory(path)) {
        file.wholeFile("is a folder", "put a property file there");
      } else if (Files.size(path) > LARGEST) {
        file.wholeFile("is larger than 5 MB", "this is no property file; check the path");
      } else {
        file.read(Files.readAllBytes(path));
      }
    } catch (IOException e) {
      file.wholeFile(
          "cannot be read (" + e.getClass().getSimpleName() + ")",
          "check that it exists and that this user may read it");
    }
    return file;
  }

  List<Entry> entries() {
    return entries;
  }

  /** Keys that stand there with a value that is malformed. */
  Set<String> unreadable() {
    return unreadable;
  }

  /** True where nothing of it could be read: what is missing may stand there. */
  boolean lost() {
    return lost;
  }

  List<SettingsProblem> problems() {
    return problems;
  }

  List<SettingsProblem> warnings() {
    return warnings;
  }

  Path path() {
    return path;
  }

  private void read(byte[] bytes) throws IOException {
    long nuls = IntStream.range(0, bytes.length).filter(at -> bytes[at] == 0).count();
    if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
      wholeFile("is UTF-16", TO_UTF_8);
    } else if (nuls > 0 && nuls <= bytes.length / 2) {
      wholeFile("holds NUL bytes, as UTF-16 does", TO_UTF_8);
    } else if (nuls > 0) {
      wholeFile("is full of NUL bytes", "it was damaged; put a backup in its place");
    } else {
      parse(decode(bytes));
    }
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length > 1 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
  }

  private String decode(byte[] bytes) throws IOException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      warnings.add(
          new SettingsProblem(
              Optional.of(path),
              OptionalInt.of(firstBadLine(bytes)),
              "encoding",
              "the file is not valid UTF-8 and was read as ISO-8859-1",
              "save it as UTF-8"));
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private void parse(String text) {
    int line = 1;
    int at = 0;
    while (at < text.length()) {
      int start = at;
      int startLine = line;
      boolean continues = true;
      boolean comment = false;
      boolean blank = true;
      while (continues && at < text.length()) {
        int end = lineEnd(text, at);
        String natural = text.substring(at, end);
        blank = blank && natural.isBlank();
        comment = at == start && isComment(natural);
        // a blank or comment line never continues, and blank lines before a key belong to no key
        continues = !comment && endsWithOddBackslashes(natural);
        at = afterLineEnd(text, end);
        line++;
      }
      if (!comment && !blank) {
        logicalLine(text.substring(start, at), startLine);
      }
    }
  }

  private void logicalLine(String logical, int line) {
    Properties one = new Properties();
    try {
      one.load(new StringReader(logical));
    } catch (IOException | IllegalArgumentException malformed) {
      Optional<String> key = key(logical);
      key.ifPresent(unreadable::add);
      problems.add(
          new SettingsProblem(
              Optional.of(path),
              OptionalInt.of(line),
              key.orElse("line " + line),
              "has a \\u escape that is not \\u and four hexadecimal digits",
              "write a backslash in a value as \\\\"));
      return;
    }
    one.forEach((key, value) -> entries.add(new Entry((String) key, (String) value, line)));
  }

  /** The key of a line that is malformed; empty where the key itself is. */
  private static Optional<String> key(String logical) {
    Matcher begin = KEY.matcher(logical);
    Properties alone = new Properties();
    try {
      alone.load(new StringReader(begin.lookingAt() ? begin.group(1) : ""));
    } catch (IOException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
    return alone.stringPropertyNames().stream().findFirst();
  }

  private static boolean isComment(String natural) {
    String start = natural.stripLeading();
    return start.startsWith("#") || start.startsWith("!");
  }

  private static boolean endsWithOddBackslashes(String natural) {
    int count = 0;
    while (count < natural.length() && natural.charAt(natural.length() - 1 - count) == '\\') {
      count++;
    }
    return count % 2 == 1;
  }

  private static int lineEnd(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
    return at;
  }

  private static int afterLineEnd(String text, int end) {
    if (end < text.length() && text.charAt(end) == '\r') {
      return end + 1 < text.length() && text.charAt(end + 1) == '\n' ? end + 2 : end + 1;
    }
    return Math.min(end + 1, text.length());
  }

  private static int firstBadLine(byte[] bytes) {
    int line = 1;
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '\n') {
        try {
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, i - start));
        } catch (CharacterCodingException found) {
          return line;
        }
        start = i + 1;
        line++;
      }
    }
    return line;
  }

  private void wholeFile(String cause, String remedy) {
    lost = true;
    problems.add(
        new SettingsProblem(Optional.of(path), OptionalInt.empty(), "the file", cause, remedy));
  }
}
