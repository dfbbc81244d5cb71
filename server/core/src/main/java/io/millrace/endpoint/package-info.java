/**
 * The server's door to the network: Avatica's protocol over HTTP on Jetty, for the drivers, and the health page.
 *
 * <p>Avatica and Jetty enter the server here and nowhere else. What statements mean is decided in {@code session}; this room only takes
 * requests: what is open between them lives in {@code open}, values as bytes in {@code wire}, answers about the catalog in
 * {@code metadata}.
 */
package io.millrace.endpoint;
