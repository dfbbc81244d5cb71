/**
 * Turns expressions into Java text, one method per output column, values and null masks apart: one class per family of calls.
 *
 * <p>What the families share lives in {@code operand}. Pages, stages and operators must not enter.
 */
package io.millrace.engine.codegen.expression;
