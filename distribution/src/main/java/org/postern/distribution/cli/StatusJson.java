package org.postern.distribution.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.distribution.server.StatusText;
import org.postern.spool.Queue.Counts;

/** What {@code postern status --json} prints. */
final class StatusJson {

  private StatusJson() {}

  /**
   * @param problems why the settings cannot be used; empty where they can
   */
  static Map<String, Object> of(
      List<String> problems,
      Optional<Map<String, String>> live,
      Optional<String> testMode,
      Optional<Counts> counts,
      Verdict verdict,
      WatchLines watched) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("ok", verdict.stuck().isEmpty() && problems.isEmpty());
    all.put("stuck", verdict.stuck());
    all.put("testMode", testMode);
    all.put("server", live.map(StatusJson::withoutRows).map(StatusJson::typed));
    all.put("spool", counts.map(StatusJson::spool));
    all.put("warnings", watched.warnings().stream().map(StatusJson::typed).toList());
    all.put("endings", watched.endings().stream().map(StatusJson::typed).toList());
    all.put("problems", problems);
    return all;
  }

  private static Map<String, Object> spool(Counts counts) {
    Map<String, Object> spool = new LinkedHashMap<>();
    spool.put("mails", counts.mails());
    spool.put("waiting", counts.waiting());
    spool.put("active", counts.active());
    spool.put("held", counts.held());
    spool.put("dead", counts.dead());
    spool.put("oldest", counts.oldest());
    return spool;
  }

  private static Map<String, String> withoutRows(Map<String, String> live) {
    Map<String, String> plain = new TreeMap<>(live);
    plain.keySet().removeIf(name -> name.contains("."));
    return plain;
  }

  private static Map<String, Object> typed(Map<String, String> texts) {
    Map<String, Object> values = new TreeMap<>();
    texts.forEach((name, text) -> values.put(name, StatusText.typed(name, text)));
    return values;
  }
}
