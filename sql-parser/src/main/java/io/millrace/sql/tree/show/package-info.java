/**
 * SHOW, DESCRIBE and EXPLAIN.
 *
 * <p>Nodes only: nothing here resolves names, validates or executes.
 */
package io.millrace.sql.tree.show;
