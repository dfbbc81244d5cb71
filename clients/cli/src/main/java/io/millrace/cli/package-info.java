/**
 * The SQL shell: reads statements from a terminal, a file or an option, runs them over the JDBC driver and prints what comes back.
 *
 * <p>Knows SQL only as far as it must to find where a statement ends; no server code may be used here.
 */
package io.millrace.cli;
