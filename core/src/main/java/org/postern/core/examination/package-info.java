/**
 * What an examination of the whole way finds: values, and what a strategy is given to add to it.
 */
package org.postern.core.examination;
