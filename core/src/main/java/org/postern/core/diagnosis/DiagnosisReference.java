package org.postern.core.diagnosis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.core.smtp.Action;

/** Writes the page of all diagnoses, in Markdown, from the catalogue itself. */
public final class DiagnosisReference {

  private static final Map<String, String> TITLES = new LinkedHashMap<>();

  static {
    TITLES.put("m365", "Replies of Microsoft 365");
    TITLES.put("hve", "Replies of High Volume Email for Microsoft 365");
    TITLES.put("google", "Replies of Google, and of its token endpoint");
    TITLES.put("auth", "Logging in to any mail server");
    TITLES.put("mail", "Mails at any mail server");
    TITLES.put("dns", "Name service");
    TITLES.put("connect", "Connecting");
    TITLES.put("banner", "The greeting");
    TITLES.put("ehlo", "EHLO");
    TITLES.put("starttls", "STARTTLS");
    TITLES.put("tls", "TLS and certificates");
    TITLES.put("entra", "Microsoft Entra ID");
    TITLES.put("token", "Any token endpoint");
    TITLES.put("claims", "What stands in a token");
    TITLES.put("secrets", "Secrets and the key ring");
    TITLES.put("files", "Files");
    TITLES.put("settings", "Settings");
  }

  private DiagnosisReference() {}

  /** The whole page; the same text for the same rows. */
  public static String markdown(List<Diagnosis> rows) {
    Map<String, StringBuilder> areas = new LinkedHashMap<>();
    TITLES.keySet().forEach(area -> areas.put(area, new StringBuilder()));
    for (Diagnosis row : rows) {
      String area = row.id().substring(0, row.id().indexOf('.'));
      section(areas.computeIfAbsent(area, a -> new StringBuilder()), row);
    }
    StringBuilder page = new StringBuilder("# Diagnoses\n\n");
    page.append(
        """
        This page is generated from the catalogue: `postern explain --reference`. The same \
        catalogue decides what becomes of a mail, speaks in the logs and in `postern doctor`, and \
        answers `postern explain "535 5.7.139 …"`. Plug-ins add rows of their own.

        """);
    page.append(rows.size()).append(" faults are known.\n");
    areas.forEach(
        (area, text) -> {
          if (!text.isEmpty()) {
            page.append("\n## ").append(TITLES.getOrDefault(area, area)).append('\n').append(text);
          }
        });
    return page.toString();
  }

  /** What Postern does with a mail for which this is to be done. */
  public static String words(Action action) {
    return switch (action) {
      case NONE -> "nothing: it goes on";
      case RETRY -> "it is tried again later";
      case SLOW_DOWN -> "it is tried again later, with fewer connections";
      case HOLD -> "it is kept until an administrator has mended this; nothing is bounced";
      case HOLD_FOR_QUOTA -> "it is kept until the limit renews; nothing is bounced";
      case NEW_TOKEN -> "a new token is fetched and tried once, then the mail is kept";
      case BOUNCE -> "it is given back to its sender";
      case RETRY_MAY_DUPLICATE -> "it is tried again, and may arrive twice";
    };
  }

  private static void section(StringBuilder page, Diagnosis row) {
    page.append("\n### `").append(row.id()).append("`\n\n");
    page.append("> ").append(row.example().replace("<", "&lt;")).append("\n\n");
    page.append(row.meaning()).append(' ').append(row.why()).append("\n\n");
    page.append("- do: ").append(row.remedy()).append('\n');
    page.append("- for: ").append(row.audience()).append('\n');
    page.append("- the mail: ").append(words(row.action())).append('\n');
    page.append("- source: ")
        .append(row.source())
        .append(String.format(Locale.ROOT, " (%tF)%n", row.date()).replace("\r", ""));
  }
}
