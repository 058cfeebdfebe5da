/** Reads scripts without running them: what they use, and what is wrong with them. */
package org.postern.triggers.check;
