/**
 * Turns expressions into Java text, one method per output column, values and null masks apart.
 *
 * <p>Pages, stages and operators must not enter.
 */
package io.millrace.engine.codegen.expression;
