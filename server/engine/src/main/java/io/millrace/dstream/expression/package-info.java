/**
 * Expressions over the rows of a DStream, and the calls of aggregates and window functions: plain data, compared by value.
 *
 * <p>How they are computed must not enter.
 */
package io.millrace.dstream.expression;
