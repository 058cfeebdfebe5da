/** The beans that scripts see, by the names and methods of the origin product. */
package org.postern.triggers.beans;
