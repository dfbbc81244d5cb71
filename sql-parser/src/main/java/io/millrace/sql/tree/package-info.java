/**
 * The statements of Millrace as immutable nodes, each with its position in the text: what all of them share, and a room for each
 * family.
 *
 * <p>Expressions and queries are Calcite's own nodes. Nothing here resolves names, validates or executes, and nothing here knows
 * the families.
 */
package io.millrace.sql.tree;
