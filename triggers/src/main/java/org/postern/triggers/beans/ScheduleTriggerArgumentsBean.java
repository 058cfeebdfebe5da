package org.postern.triggers.beans;

/** What a scheduled trigger is run for. A host product implements it. */
@Described(value = "What a scheduled trigger is run for.", name = "imScheduleTriggerArgumentsBean")
public interface ScheduleTriggerArgumentsBean {

  @Described(
      "Numbers of the issues that the query of the trigger found; empty where it found none.")
  int[] getIssues();
}
