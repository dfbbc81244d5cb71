/**
 * Values in the Java text of a row: operands, their constants and conversions, and the text that comes before them.
 *
 * <p>What all families of calls share. No call of SQL is known here, nor who translates it.
 */
package io.millrace.engine.codegen.expression.operand;
