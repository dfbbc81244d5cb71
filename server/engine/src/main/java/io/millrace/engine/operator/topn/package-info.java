/**
 * Operators that keep the best rows of each partition.
 */
package io.millrace.engine.operator.topn;
