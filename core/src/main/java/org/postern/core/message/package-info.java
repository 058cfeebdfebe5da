/** Messages, composed or ready-made; the only place that knows Jakarta Mail. */
package org.postern.core.message;
