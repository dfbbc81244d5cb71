/**
 * What stands in the parentheses of CREATE STREAM and CREATE TABLE: columns, keys, watermarks.
 *
 * <p>Nodes only: nothing here resolves names, validates or executes.
 */
package io.millrace.sql.tree.element;
