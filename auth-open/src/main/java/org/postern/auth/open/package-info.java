/** Auth scheme {@code open}: no login. */
package org.postern.auth.open;
