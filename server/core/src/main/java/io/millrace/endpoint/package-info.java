/**
 * The server's door to the network: Avatica's protocol over HTTP on Jetty, for the drivers, and the health page.
 *
 * <p>Avatica and Jetty enter the server here and nowhere else. What statements mean is decided in {@code session}; this
 * package only keeps connections, statements and cursors by the ids that clients know them by, and turns values into bytes.
 */
package io.millrace.endpoint;
