/**
 * Operators that keep one row per group.
 */
package io.millrace.engine.operator.aggregate;
