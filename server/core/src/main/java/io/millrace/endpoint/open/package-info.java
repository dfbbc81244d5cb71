/**
 * What clients have open: connections, statements and cursors by their ids, and when they expire.
 *
 * <p>HTTP and the requests of the protocol must not enter.
 */
package io.millrace.endpoint.open;
