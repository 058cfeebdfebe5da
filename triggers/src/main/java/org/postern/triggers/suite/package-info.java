/** Tests of scripts: a script, a fixture, and the mails that are expected, as files. */
package org.postern.triggers.suite;
