package org.postern.core.examination;

/** What became of one step of an examination. */
public enum Mark {
  /** As it should be. */
  GOOD,
  /** Mail may flow; yet somebody should know. */
  HINT,
  /** Mail does not flow, or not safely, until this is mended. */
  FAULT,
  /** Not looked at, or not judged, since an earlier fault is in the way. */
  NOT_LOOKED_AT
}
