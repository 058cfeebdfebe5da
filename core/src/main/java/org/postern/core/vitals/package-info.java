/** How a mailer is and what will end: values for whoever watches it. */
package org.postern.core.vitals;
