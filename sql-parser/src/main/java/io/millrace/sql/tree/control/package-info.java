/**
 * Statements about what runs: settings, the clock, KILL, CHECKPOINT, ALTER … SUSPEND, RESUME and its like.
 *
 * <p>Nodes only: nothing here resolves names, validates or executes.
 */
package io.millrace.sql.tree.control;
