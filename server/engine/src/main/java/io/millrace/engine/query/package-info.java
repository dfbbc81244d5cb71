/**
 * Continuous queries while they run, and where their rows go.
 */
package io.millrace.engine.query;
