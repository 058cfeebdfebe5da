package org.postern.core.message;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Content types: which are well formed, and which one a file name suggests. */
final class MediaTypes {

  static final String BINARY = "application/octet-stream";

  private static final int MAX_LENGTH = 200;
  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`{|}~-]+";
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          TOKEN + "/" + TOKEN + "( *; *" + TOKEN + "=(" + TOKEN + "|\"[ !#-\\[\\]-~]*\"))*");
  private static final Pattern NAME_PARAMETER =
      Pattern.compile("; *name\\*?[0-9*]*=", Pattern.CASE_INSENSITIVE);

  /** A fixed table: what the operating system knows differs from host to host. */
  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("7z", "application/x-7z-compressed"),
          Map.entry("avif", "image/avif"),
          Map.entry("bmp", "image/bmp"),
          Map.entry("bz2", "application/x-bzip2"),
          Map.entry("css", "text/css"),
          Map.entry("csv", "text/csv"),
          Map.entry("doc", "application/msword"),
          Map.entry(
              "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
          Map.entry("gif", "image/gif"),
          Map.entry("gz", "application/gzip"),
          Map.entry("htm", "text/html"),
          Map.entry("html", "text/html"),
          Map.entry("ics", "text/calendar"),
          Map.entry("jar", "application/java-archive"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("js", "text/javascript"),
          Map.entry("json", "application/json"),
          Map.entry("log", "text/plain"),
          Map.entry("md", "text/markdown"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("odp", "application/vnd.oasis.opendocument.presentation"),
          Map.entry("ods", "application/vnd.oasis.opendocument.spreadsheet"),
          Map.entry("odt", "application/vnd.oasis.opendocument.text"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("png", "image/png"),
          Map.entry("ppt", "application/vnd.ms-powerpoint"),
          Map.entry(
              "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
          Map.entry("rtf", "application/rtf"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("tar", "application/x-tar"),
          Map.entry("tgz", "application/gzip"),
          Map.entry("tif", "image/tiff"),
          Map.entry("tiff", "image/tiff"),
          Map.entry("txt", "text/plain"),
          Map.entry("vcf", "text/vcard"),
          Map.entry("wav", "audio/wav"),
          Map.entry("webp", "image/webp"),
          Map.entry("xls", "application/vnd.ms-excel"),
          Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
          Map.entry("xml", "application/xml"),
          Map.entry("zip", "application/zip"));

  private MediaTypes() {}

  static String ofName(String fileName) {
    int dot = fileName.lastIndexOf('.');
    String extension = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    return dot < 0 ? BINARY : BY_EXTENSION.getOrDefault(extension, BINARY);
  }

  static void check(String type) {
    FieldCheck.oneLine("content type", type);
    // the length goes first: the pattern's work grows with it
    if (type.length() > MAX_LENGTH || !MEDIA_TYPE.matcher(type).matches()) {
      throw new MessageException(
          "content type \""
              + FieldCheck.shown(type)
              + "\": not of the form type/subtype, such as application/pdf");
    }
    String lower = type.toLowerCase(Locale.ROOT);
    if (lower.startsWith("message/") || lower.startsWith("multipart/")) {
      throw new MessageException(
          "content type \""
              + type
              + "\": must not be sent in base64 (RFC 2046 section 5); use "
              + BINARY
              + ", mail programs go by the file name");
    }
    if (NAME_PARAMETER.matcher(type).find()) {
      throw new MessageException(
          "content type \"" + type + "\": leave the name out, the file name is given apart");
    }
  }
}
