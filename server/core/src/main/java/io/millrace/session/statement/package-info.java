/**
 * How each statement is carried out: one short class per family of statements, reached through one visitor.
 *
 * <p>Statements use the planner and the driver through their own doors; no Calcite types may enter.
 */
package io.millrace.session.statement;
