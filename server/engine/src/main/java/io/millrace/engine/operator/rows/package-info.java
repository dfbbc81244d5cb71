/**
 * Operators without state.
 */
package io.millrace.engine.operator.rows;
