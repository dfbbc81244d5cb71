/** How sinks behave when the outside system does not: tests through SQL, with outside systems that do what a test says. */
package io.millrace.app.sink;
