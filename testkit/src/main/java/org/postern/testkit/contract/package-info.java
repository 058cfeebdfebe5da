/**
 * What every auth strategy must keep, as JUnit tests to inherit. Needs JUnit Jupiter and AssertJ at
 * run time, which the rest of the testkit does not.
 */
package org.postern.testkit.contract;
