/**
 * The table of statements: for each kind what it does to the server, what it gives, and who carries it out.
 *
 * <p>The only place where all kinds are listed; nothing is carried out here.
 */
package io.millrace.session.statement.table;
