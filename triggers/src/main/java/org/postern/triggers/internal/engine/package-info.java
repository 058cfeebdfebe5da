/** Rhino: classes that scripts see, limits, compiled scripts, faults. */
package org.postern.triggers.internal.engine;
