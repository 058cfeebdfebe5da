/** A sample plug-in: the demo makes a jar of it, and docs/plugins.md shows it. */
@org.jspecify.annotations.NullMarked
package org.example.secretfile;
