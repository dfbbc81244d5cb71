/**
 * Operators of OVER windows.
 */
package io.millrace.engine.operator.over;
