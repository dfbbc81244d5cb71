/**
 * Operators of session windows.
 */
package io.millrace.engine.operator.session;
