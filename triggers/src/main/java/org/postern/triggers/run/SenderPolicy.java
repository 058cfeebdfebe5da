package org.postern.triggers.run;

/**
 * What happens to mail whose sender is not the user that is logged in to the mail server. The
 * origin product asks for the same name; most OAuth providers refuse any other (554 5.2.252). With
 * an open relay nobody is logged in, and every sender is kept.
 */
public enum SenderPolicy {
  /** It leaves as it is; the server decides. */
  KEEP,
  /** It leaves as the user, with the name it had; replies go to the sender it had. */
  REWRITE,
  /** It does not leave; the script gets an error that says so. */
  REFUSE
}
