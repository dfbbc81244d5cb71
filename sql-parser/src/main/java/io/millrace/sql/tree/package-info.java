/**
 * The statements of Millrace as immutable nodes, each with its position in the text.
 *
 * <p>Expressions and queries are Calcite's own nodes. Nothing here resolves names, validates or executes.
 */
package io.millrace.sql.tree;
