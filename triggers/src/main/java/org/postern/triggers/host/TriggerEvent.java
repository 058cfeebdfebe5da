package org.postern.triggers.host;

/** When a trigger runs. */
public enum TriggerEvent {
  /** Before a change is stored; the script may change it further or refuse it. */
  PRE("Issue.changed.pre"),
  /** After a change was stored; the script can only look at it. */
  POST("Issue.changed.post"),
  /** By a schedule, for the issues that a query found. */
  SCHEDULED("Schedule.trigger");

  private final String eventName;

  TriggerEvent(String eventName) {
    this.eventName = eventName;
  }

  /** What {@code siEnvironmentBean.getEventName()} gives. */
  public String eventName() {
    return eventName;
  }
}
