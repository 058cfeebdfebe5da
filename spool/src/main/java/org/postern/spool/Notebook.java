package org.postern.spool;

import java.util.Optional;

/** Names and short texts, shared by all who share the spool; the last writer wins. */
public interface Notebook {

  /** What was written last under this name. */
  Optional<String> read(String name);

  /** Writes, durable on return. */
  void write(String name, String text);
}
