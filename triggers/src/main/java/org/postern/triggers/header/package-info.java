/** What the comments at the head of a script declare. */
package org.postern.triggers.header;
