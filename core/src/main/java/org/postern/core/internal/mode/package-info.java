/** What becomes of mail at test installations, where it must not reach the wrong people. */
package org.postern.core.internal.mode;
