/** What a host product implements so that trigger scripts can reach its issues and users. */
package org.postern.triggers.host;
