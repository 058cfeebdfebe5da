/** What decides how mail leaves, read once and checked as a whole. */
package org.postern.core.settings;
