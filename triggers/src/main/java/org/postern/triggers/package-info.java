/** Runs event-trigger scripts; start at {@code TriggerRunner}. */
package org.postern.triggers;
