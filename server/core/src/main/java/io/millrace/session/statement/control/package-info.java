/** Statements about what runs: settings, the clock, KILL, ALTER … SUSPEND, RESUME and its like. */
package io.millrace.session.statement.control;
