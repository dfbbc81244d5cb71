/**
 * The SQL shell: reads statements from a terminal, a file or an option, runs them over the JDBC driver and prints what comes back.
 *
 * <p>Here is only its command line; no server code may be used in any of its rooms.
 */
package io.millrace.cli;
