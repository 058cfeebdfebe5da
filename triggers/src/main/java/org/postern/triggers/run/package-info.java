/** What a run of a script is given and what it gives. */
package org.postern.triggers.run;
