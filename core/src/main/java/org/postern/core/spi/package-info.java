/** What a plug-in implements to add a way of logging in. */
package org.postern.core.spi;
