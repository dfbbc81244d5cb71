/**
 * Values, rows, signatures and parameters in the form in which Avatica's protocol sends them.
 *
 * <p>Connections, cursors and requests must not enter.
 */
package io.millrace.endpoint.wire;
