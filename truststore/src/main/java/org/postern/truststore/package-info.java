/**
 * One way through: {@link org.postern.truststore.TrustStoreFile} keeps the CA certificates, {@link
 * org.postern.truststore.Trust} makes TLS trust of them, {@link
 * org.postern.truststore.ChainExplainer} says why a chain is refused, and {@link
 * org.postern.truststore.ChainFetcher} shows the chain that a server presents.
 */
package org.postern.truststore;
