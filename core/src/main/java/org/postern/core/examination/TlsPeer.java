package org.postern.core.examination;

/**
 * A server whose certificates were looked at. Immutable.
 *
 * @param host as in the settings, without brackets
 * @param port 1 to 65535
 * @param startTls true where TLS begins by STARTTLS, false where by the first byte
 */
public record TlsPeer(String host, int port, boolean startTls) {}
