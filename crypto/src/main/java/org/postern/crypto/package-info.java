/**
 * Encrypts chosen values of a property file in place: start at {@link org.postern.crypto.KeyRing}.
 */
package org.postern.crypto;
