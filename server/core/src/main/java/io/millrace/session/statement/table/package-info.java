/**
 * Which class carries out which kind of statement, and what each kind needs and gives.
 *
 * <p>The only place where all kinds are listed; nothing is carried out here.
 */
package io.millrace.session.statement.table;
