/** The command that programs know as sendmail(1): it leaves a mail in the spool. */
@org.jspecify.annotations.NullMarked
package org.postern.distribution.sendmail;
