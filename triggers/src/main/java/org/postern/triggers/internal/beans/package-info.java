/** The beans that the runner itself brings. */
package org.postern.triggers.internal.beans;
