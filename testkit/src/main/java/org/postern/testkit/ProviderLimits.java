package org.postern.testkit;

/**
 * How much a provider takes. Immutable; the methods return a changed copy.
 *
 * @param connections at the same time; more are turned away
 * @param messagesPerMinute of one user, in any 60 seconds
 * @param recipientsPerDay of one user, in any 24 hours, counted by recipient
 * @param recipientsPerMessage in one transaction
 * @param messageBytes of one message, announced by SIZE
 */
public record ProviderLimits(
    int connections,
    int messagesPerMinute,
    int recipientsPerDay,
    int recipientsPerMessage,
    long messageBytes) {

  /** Fails on a negative limit. */
  public ProviderLimits {
    if (Math.min(connections, messagesPerMinute) < 0
        || Math.min(recipientsPerDay, recipientsPerMessage) < 0
        || messageBytes < 1) {
      throw new IllegalArgumentException("limits are not negative, and messages have bytes");
    }
  }

  /** That many connections. */
  public ProviderLimits connections(int limit) {
    return new ProviderLimits(
        limit, messagesPerMinute, recipientsPerDay, recipientsPerMessage, messageBytes);
  }

  /** That many messages in a minute. */
  public ProviderLimits messagesPerMinute(int limit) {
    return new ProviderLimits(
        connections, limit, recipientsPerDay, recipientsPerMessage, messageBytes);
  }

  /** That many recipients in a day: the quota. */
  public ProviderLimits recipientsPerDay(int limit) {
    return new ProviderLimits(
        connections, messagesPerMinute, limit, recipientsPerMessage, messageBytes);
  }

  /** That many recipients of one message. */
  public ProviderLimits recipientsPerMessage(int limit) {
    return new ProviderLimits(
        connections, messagesPerMinute, recipientsPerDay, limit, messageBytes);
  }

  /** Messages of that many bytes. */
  public ProviderLimits messageBytes(long limit) {
    return new ProviderLimits(
        connections, messagesPerMinute, recipientsPerDay, recipientsPerMessage, limit);
  }
}
