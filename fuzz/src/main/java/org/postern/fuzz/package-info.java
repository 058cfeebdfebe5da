/**
 * Fuzz targets for what reads bytes of strangers. All of them are tests: the build plays their
 * corpus, {@code scripts/fuzz} searches on. This description is all that the module hands out.
 */
@org.jspecify.annotations.NullMarked
package org.postern.fuzz;
