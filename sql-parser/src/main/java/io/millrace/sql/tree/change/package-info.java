/**
 * Statements that change rows, and transactions.
 *
 * <p>Nodes only: nothing here resolves names, validates or executes.
 */
package io.millrace.sql.tree.change;
