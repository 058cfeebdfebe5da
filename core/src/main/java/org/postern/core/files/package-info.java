/** What the modules that keep files have in common. */
package org.postern.core.files;
