/**
 * Operators that assign, close and fill windows, and let rows leave as time passes.
 */
package io.millrace.engine.operator.window;
