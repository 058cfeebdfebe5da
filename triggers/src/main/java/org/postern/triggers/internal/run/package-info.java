/** What belongs to one run: its mail, its files, its log, its time. */
package org.postern.triggers.internal.run;
