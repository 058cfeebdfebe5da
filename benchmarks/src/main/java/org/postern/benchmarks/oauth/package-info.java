/** Tokens while mail is sent. */
package org.postern.benchmarks.oauth;
