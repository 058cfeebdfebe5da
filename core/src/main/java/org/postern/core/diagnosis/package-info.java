/** What a fault means and what to do about it: a catalogue of data, open to plug-ins. */
package org.postern.core.diagnosis;
