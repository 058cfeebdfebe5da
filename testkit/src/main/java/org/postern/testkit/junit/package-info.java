/** A fake provider for the tests of one class, by an extension of JUnit Jupiter. */
package org.postern.testkit.junit;
