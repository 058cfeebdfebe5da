/** Auth scheme {@code basic}: user name and password. */
package org.postern.auth.basic;
