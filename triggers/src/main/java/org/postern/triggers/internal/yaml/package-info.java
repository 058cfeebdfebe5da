/** Reads YAML, of which JSON is a part, and says what is wrong with it. */
package org.postern.triggers.internal.yaml;
