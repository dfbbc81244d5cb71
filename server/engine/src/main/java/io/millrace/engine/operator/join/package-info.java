/**
 * Operators that put rows of two inputs together.
 */
package io.millrace.engine.operator.join;
